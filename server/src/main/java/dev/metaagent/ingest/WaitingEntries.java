package dev.metaagent.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToIntFunction;

/// The entries of one organization that wait for a worker, and when a worker may take them (times
/// in nanoseconds of {@link System#nanoTime}).
///
/// A commit costs almost the same for one entry as for many. Therefore further workers join only
/// when much waits or when the first takes long, and after a group of several the next one waits a
/// moment for as many: whoever was answered sends again.
final class WaitingEntries<T> {

  /// A further worker joins when so much waits (sum of sizes) ...
  static final int MUCH = 20;

  /// ... or when no group was taken for so long.
  static final long LONG_NANOS = 10_000_000;

  /// The longest wait for further entries, and the share of the last group's time that it may take.
  static final long GATHER_NANOS = 2_000_000;

  private static final int GATHER_SHARE = 2;

  private final ToIntFunction<T> sizeOf;
  private final Deque<T> entries = new ArrayDeque<>();
  private int size;
  private int workers;
  private long takenAt;
  private int expected;
  private long gatherUntil;

  WaitingEntries(ToIntFunction<T> sizeOf) {
    this.sizeOf = sizeOf;
  }

  void add(T entry) {
    entries.add(entry);
    size += sizeOf.applyAsInt(entry);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int workers() {
    return workers;
  }

  /// Whether nothing is left to remember.
  boolean forgettable(long now) {
    return entries.isEmpty() && workers == 0 && now - gatherUntil >= 0;
  }

  /// The time until a worker may take a group; 0 or less is now.
  long readyIn(long now) {
    if (size >= MUCH) {
      return 0;
    }
    if (workers > 0) {
      return takenAt + LONG_NANOS - now;
    }
    return entries.size() >= expected ? 0 : gatherUntil - now;
  }

  /// Takes entries until their sizes reach a bound.
  List<T> take(int bound, long now) {
    List<T> group = new ArrayList<>();
    int together = 0;
    while (!entries.isEmpty() && (group.isEmpty() || together < bound)) {
      T entry = entries.remove();
      group.add(entry);
      together += sizeOf.applyAsInt(entry);
    }
    size -= together;
    workers++;
    takenAt = now;
    return group;
  }

  /// A worker has finished a group of some entries.
  void done(int group, long now) {
    workers--;
    expected = group + entries.size();
    long gather = expected > 1 ? Math.min(GATHER_NANOS, (now - takenAt) / GATHER_SHARE) : 0;
    gatherUntil = now + gather;
  }
}
