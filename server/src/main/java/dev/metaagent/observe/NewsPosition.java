package dev.metaagent.observe;

import java.util.Comparator;

/// A place in the order of the news. It means the same on every node.
public record NewsPosition(long transaction, long id) implements Comparable<NewsPosition> {

  private static final Comparator<NewsPosition> ORDER =
      Comparator.comparingLong(NewsPosition::transaction).thenComparingLong(NewsPosition::id);

  /// The place before everything that a transaction, or a later one, recorded.
  public static NewsPosition before(long transaction) {
    return new NewsPosition(transaction, 0);
  }

  @Override
  public int compareTo(NewsPosition other) {
    return ORDER.compare(this, other);
  }
}
