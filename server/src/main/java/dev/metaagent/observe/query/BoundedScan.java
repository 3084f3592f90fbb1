package dev.metaagent.observe.query;

import dev.metaagent.kernel.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One page of a list whose conditions no index answers as a whole: candidates are looked at in
/// growing steps, from the newest on, until the page is full, the candidates end or the time is up.
/// In the last case the page says how far it looked, and its cursor goes on from there.
final class BoundedScan {

  private static final int FIRST = 2_000;
  private static final int LARGEST = 32_000;
  private static final long TIME = Duration.ofMillis(35).toNanos();

  private BoundedScan() {}

  /// What is walked through, newest first.
  interface Candidates<R> {

    /// Whether every candidate matches.
    boolean exact();

    /// The first `most` matches among the next `scan` candidates below a position.
    List<R> find(Position below, int scan, int most);

    /// The place of the last of the next `scan` candidates; empty when there are fewer.
    Optional<Position> last(Position below, int scan);
  }

  /// @param cursor makes the cursor of the position after which the next page begins
  static <R> Page<R> page(
      Candidates<R> candidates,
      Position start,
      int limit,
      Function<R, Position> place,
      Function<Position, String> cursor) {
    long deadline = System.nanoTime() + TIME;
    List<R> found = new ArrayList<>();
    Position position = start;
    int scan = candidates.exact() ? limit + 1 : Math.max(FIRST, limit + 1);
    while (true) {
      found.addAll(candidates.find(position, scan, limit + 1 - found.size()));
      if (found.size() > limit) {
        return full(found, limit, place, cursor);
      }
      Optional<Position> last = candidates.last(position, scan);
      if (last.isEmpty()) {
        return Page.of(found, null);
      }
      position = last.get();
      if (System.nanoTime() > deadline) {
        return new Page<>(found, cursor.apply(position), position.at());
      }
      scan = Math.min(scan * 4, LARGEST);
    }
  }

  /// The first `limit` of more rows, and where the next page begins.
  static <R> Page<R> full(
      List<R> found, int limit, Function<R, Position> place, Function<Position, String> cursor) {
    List<R> shown = found.subList(0, limit);
    return Page.of(shown, cursor.apply(place.apply(shown.getLast())));
  }
}
