package dev.metaagent.events;

import java.time.Duration;
import java.util.List;

/// A consumer of the event log. A bean of this type gets a cursor, a thread on every node (one node
/// at a time is active), a bounded back-off, metrics and a line in the status.
///
/// Entries are delivered at least once, in order. An event that cannot be handled is set aside (a
/// dead letter) and tried again later, after newer events: handling must be idempotent, and a
/// function of what is stored rather than of the order of events.
public interface LogConsumer {

  /// The result of {@link #handle} when nothing is to be done after the commit.
  Runnable NOTHING = () -> {};

  /// The key of the cursor: unique and never changed.
  String name();

  /// Handles entries of any organizations within a system transaction that also moves the cursor.
  /// If it throws, all of it is rolled back; the entries are then handled in smaller portions until
  /// the failing event is found.
  ///
  /// @return what to do after the commit; it must be quick
  Runnable handle(List<LogEntry> entries);

  /// Runs outside any transaction before each pass.
  default void prepare() {}

  /// Additional periodic work, on every node after each pass, at least once a second.
  default void tick() {}

  /// The largest number of entries in one call.
  default int batch() {
    return 200;
  }

  /// How long to wait after a wake-up for more entries to handle together.
  default Duration gather() {
    return Duration.ZERO;
  }

  /// How long to pause after a pass of some duration.
  default Duration rest(Duration worked) {
    return Duration.ZERO;
  }
}
