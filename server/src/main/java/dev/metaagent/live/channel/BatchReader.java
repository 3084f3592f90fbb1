package dev.metaagent.live.channel;

import dev.metaagent.kernel.OrganizationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads committed batches in their order.
public interface BatchReader {

  /// The position before which nothing can be committed any more.
  LogOffset settled();

  /// The first batches after one position, up to and including another, oldest first.
  ///
  /// @param upTo not beyond {@link #settled}
  /// @param organization whose batches; null for those of every organization
  List<Batch> between(
      LogOffset after, LogOffset upTo, @Nullable OrganizationId organization, int limit);
}
