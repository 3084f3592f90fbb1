package dev.metaagent.measure.detect;

import dev.metaagent.statistics.ChangePoint;
import dev.metaagent.statistics.ChangePoint.Counts;
import dev.metaagent.statistics.Difference;
import dev.metaagent.statistics.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Where a series became bad: pure functions of runs with a known verdict, good or bad.
///
/// What is found must not move while more runs arrive. A series is therefore looked at as it grew:
/// the first beginning of it in which a fall is clear decides where the fall is, and what came
/// later is not asked. A clear rise after it ends the episode, and the search begins anew there.
public final class OnsetDetector {

  /// Each growth of a series is one more look: the level is far below that of a single look.
  private static final double CLEAR_AT_EVERY_LOOK = 1e-4;

  private static final int FIRST_LOOK = 4;

  private OnsetDetector() {}

  /// The step in which the present episode began; empty when no fall was clear.
  ///
  /// @param steps in the order of time; may be empty of runs
  public static OptionalInt episode(List<Counts> steps) {
    int fell = -1;
    int from = 0;
    for (int end = 1; end <= steps.size(); end++) {
      List<Counts> grown = steps.subList(from, end);
      boolean bad = fell >= 0;
      ChangePoint turn =
          ChangePoint.ofFall(
              bad ? grown.stream().map(Counts::mirrored).toList() : grown, CLEAR_AT_EVERY_LOOK);
      if (turn != null) {
        from += turn.index();
        fell = bad ? -1 : from;
      }
    }
    return fell < 0 ? OptionalInt.empty() : OptionalInt.of(fell);
  }

  /// The first bad run of a fall among single runs: looked for when the series holds 4, 8, 16, ...
  /// bad ones, and at its end; without a clear fall the first bad run.
  ///
  /// @param bad whether each run was bad, in the order of start
  public static OptionalInt first(List<Boolean> bad) {
    List<Counts> counts = new ArrayList<>();
    int seen = 0;
    int look = FIRST_LOOK;
    for (boolean each : bad) {
      counts.add(each ? new Counts(0, 1) : new Counts(1, 0));
      seen += each ? 1 : 0;
      if (each && seen == look) {
        ChangePoint fall = ChangePoint.ofFall(counts, CLEAR_AT_EVERY_LOOK);
        if (fall != null) {
          return OptionalInt.of(fall.index());
        }
        look *= 2;
      }
    }
    ChangePoint fall = ChangePoint.ofFall(counts);
    return fall != null
        ? OptionalInt.of(fall.index())
        : IntStream.range(0, bad.size()).filter(bad::get).findFirst();
  }

  /// Whether runs after a change are clearly worse than those before: the whole interval of the
  /// difference is below zero.
  public static boolean isClearlyWorse(Rate before, Rate after) {
    Difference difference = Difference.between(before, after);
    return difference != null && difference.high() < 0;
  }
}
