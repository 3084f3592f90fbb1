package dev.metaagent.events;

import java.util.Comparator;

/// A position in the event log: entries are ordered by (transaction, id). It is valid on every
/// node.
public record LogPosition(long transaction, long id) implements Comparable<LogPosition> {

  private static final Comparator<LogPosition> ORDER =
      Comparator.comparingLong(LogPosition::transaction).thenComparingLong(LogPosition::id);

  /// The position before every entry of a transaction and of later ones.
  public static LogPosition before(long transaction) {
    return new LogPosition(transaction, 0);
  }

  @Override
  public int compareTo(LogPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return transaction + "/" + id;
  }
}
