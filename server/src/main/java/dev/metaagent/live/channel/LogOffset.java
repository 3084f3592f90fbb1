package dev.metaagent.live.channel;

import java.util.Comparator;

/// A position in the event log, valid on every node.
public record LogOffset(long transaction, long id) implements Comparable<LogOffset> {

  private static final Comparator<LogOffset> ORDER =
      Comparator.comparingLong(LogOffset::transaction).thenComparingLong(LogOffset::id);

  /// The position before all entries of a transaction and of later ones.
  public static LogOffset before(long transaction) {
    return new LogOffset(transaction, 0);
  }

  public boolean isAfter(LogOffset other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(LogOffset other) {
    return ORDER.compare(this, other);
  }
}
