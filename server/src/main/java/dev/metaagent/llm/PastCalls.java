package dev.metaagent.llm;

import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Recorded model calls whose cost is not known. Implemented by the module that keeps executions.
public interface PastCalls {

  /// Recent calls of one model whose cost is not known.
  ///
  /// @param calls how many
  /// @param inputTokens their sum, null where none is known
  record Unpriced(
      String model,
      long calls,
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      @Nullable Instant lastSeenAt) {}

  /// Models of the organization in scope with unpriced calls since a time, most calls first.
  ///
  /// @param limit how many models are looked at
  List<Unpriced> unpriced(int limit, Instant since);

  /// Prices the calls of a model that have no cost, in a background job.
  void price(OrganizationId organization, String model, String actor);
}
