package dev.metaagent.live.executions;

import dev.metaagent.live.channel.Batch;
import dev.metaagent.live.channel.Channel;
import dev.metaagent.live.channel.Pace;
import dev.metaagent.live.channel.Source;
import dev.metaagent.live.channel.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/// A channel of rows that the event log names.
public interface LogChannel extends Channel {

  /// The largest number of rows of one read: beyond it, the newest are read and the others counted.
  int ROWS_READ = 300;

  /// Rows of a snapshot.
  int SNAPSHOT_ROWS = 50;

  /// Newest rows that a snapshot is filtered from.
  int SNAPSHOT_LOOKED_AT = 200;

  @Override
  default Pace pace() {
    return Pace.EVENTS;
  }

  @Override
  default int limit() {
    return 100;
  }

  /// The rows of a snapshot, oldest first.
  ///
  /// @param newest the rows it is filtered from, newest first
  static <R> List<R> snapshotRows(List<R> newest, Predicate<R> wanted) {
    return newest.stream().filter(wanted).limit(SNAPSHOT_ROWS).toList().reversed();
  }

  /// Reads the rows that some batches of the organization in scope changed.
  ///
  /// @param subscriptions those to this channel
  Source.Selector read(List<Batch> batches, Collection<Subscription> subscriptions);
}
