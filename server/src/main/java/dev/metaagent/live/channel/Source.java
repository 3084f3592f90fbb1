package dev.metaagent.live.channel;

import dev.metaagent.kernel.OrganizationId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A source of changes, which all of its channels receive.
public interface Source {

  List<? extends Channel> channels();

  /// Scans once for all followed organizations, on the one scanning thread of the node: cheap
  /// queries, no rows.
  ///
  /// @return whether there are changes
  boolean scan();

  /// Begins to follow an organization until the follower is closed.
  Follower follow(OrganizationId organization);

  /// Reads the changes of one organization. Used by one thread at a time, with the organization in
  /// scope.
  interface Follower extends AutoCloseable {

    /// Is called before a subscription to one of the channels takes its snapshot, so that nothing
    /// that changes afterwards is missed.
    void begin();

    /// Reads what changed since the last call, once for all subscriptions to its channels. After an
    /// exception the same changes are read again.
    Changes read(Collection<Subscription> subscriptions);

    /// The position up to which changes were read; null for a source without a cursor.
    @Nullable LogOffset position();

    @Override
    void close();
  }

  /// The changes read.
  ///
  /// @param more whether there are more than were read at once
  record Changes(Map<Channel, Selector> byChannel, boolean more) {

    public static final Changes NONE = new Changes(Map.of(), false);

    /// The update for a subscription.
    public Update of(Subscription subscription) {
      Selector selector = byChannel.get(subscription.topic().channel());
      return selector == null ? Update.NONE : selector.select(subscription);
    }
  }

  /// Selects the rows for one subscription from rows that were read once.
  @FunctionalInterface
  interface Selector {
    Update select(Subscription subscription);
  }
}
