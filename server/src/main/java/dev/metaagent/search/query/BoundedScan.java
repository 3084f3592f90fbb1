package dev.metaagent.observe.query;

import dev.metaagent.kernel.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// One page of a list whose conditions no index answers as a whole: candidates are looked at in
/// growing steps, from the newest on, until the page is full, the candidates end or the time is up.
/// In the last case the page says how far it looked, and its cursor goes on from there.
final class BoundedScan {

  private static final int FIRST = 2_000;
  private static final int LARGEST = 32_000;
  private static final long TIME = Duration.ofMillis(15).toNanos();

  private BoundedScan() {}

  /// What is walked through, newest first.
  interface Candidates<R> {

    /// Whether every candidate matches.
    boolean exact();

    /// The first `most` matches among the next `scan` candidates below a position.
    Step<R> step(Position below, int scan, int most);
  }

  /// One step.
  ///
  /// @param last finds the place of the last candidate; empty when there were fewer than asked for
  record Step<R>(List<R> found, Supplier<Optional<Position>> last) {}

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
      Step<R> step = candidates.step(position, scan, limit + 1 - found.size());
      found.addAll(step.found());
      if (found.size() > limit) {
        return full(found, limit, place, cursor);
      }
      Optional<Position> last = candidates.exact() ? Optional.empty() : step.last().get();
      if (last.isEmpty()) {
        return Page.of(found, null);
      }
      position = last.get();
      if (System.nanoTime() > deadline) {
        return new Page<>(found, cursor.apply(position), position.at());
      }
      scan = Math.min(scan * 3, LARGEST);
    }
  }

  /// The first `limit` of more rows, and where the next page begins.
  static <R> Page<R> full(
      List<R> found, int limit, Function<R, Position> place, Function<Position, String> cursor) {
    List<R> shown = found.subList(0, limit);
    return Page.of(shown, cursor.apply(place.apply(shown.getLast())));
  }
}
