package dev.metaagent.search.query;

import dev.metaagent.kernel.Page;
import dev.metaagent.search.filter.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// One page of a list whose conditions no index answers as a whole: candidates are looked at in
/// growing steps, from the newest on, until the page is full, the candidates end or so many were
/// looked at. In the last case the page says how far it looked, and its cursor goes on from there.
///
/// The bound counts candidates, not time: the same question has the same pages on every machine.
public final class BoundedScan {

  /// Candidates that one page looks at: rows of one index range, of which each is read.
  public static final int MOST = 26_000;

  /// The same where each candidate costs a look-up in another table.
  static final int MOST_LOOKED_UP = 8_000;

  static final int FIRST = 2_000;
  private static final int LARGEST = 18_000;

  private BoundedScan() {}

  /// What is looked through, newest first.
  public interface Candidates<R> {

    /// Whether every candidate matches.
    boolean exact();

    /// How many candidates one page looks at.
    default int bound() {
      return MOST;
    }

    /// The first `most` matches among the next `scan` candidates below a position.
    Step<R> step(Position below, int scan, int most);
  }

  /// One step.
  ///
  /// @param last finds the place of the last candidate; empty when there were fewer than asked for
  public record Step<R>(List<R> found, Supplier<Optional<Position>> last) {}

  /// One page of rows, read in steps until it is full or the bound of candidates is reached.
  ///
  /// @param cursor makes the cursor of the position after which the next page begins
  public static <R> Page<R> page(
      Candidates<R> candidates,
      Position start,
      int limit,
      Function<R, Position> place,
      Function<Position, String> cursor) {
    List<R> found = new ArrayList<>();
    Position position = start;
    int scan = candidates.exact() ? limit + 1 : FIRST;
    int left = candidates.bound();
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
      left -= scan;
      if (left == 0) {
        return new Page<>(found, cursor.apply(position), position.at());
      }
      scan = Math.min(left, Math.min(scan * 3, LARGEST));
    }
  }

  /// The first `limit` of more rows, and where the next page begins.
  static <R> Page<R> full(
      List<R> found, int limit, Function<R, Position> place, Function<Position, String> cursor) {
    List<R> shown = found.subList(0, limit);
    return Page.of(shown, cursor.apply(place.apply(shown.getLast())));
  }
}
