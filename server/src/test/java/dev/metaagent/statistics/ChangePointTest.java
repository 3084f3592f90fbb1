package dev.metaagent.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metaagent.statistics.ChangePoint.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangePointTest {

  /// British coal-mining disasters by year from 1851 (Jarrett 1979, Biometrika 66:191). The change
  /// is after the 41st year: the mode of Carlin, Gelfand and Smith 1992, Applied Statistics 41:389.
  private static final int[] DISASTERS = {
    4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5,
    2, 2, 3, 4, 2, 1, 3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1,
    0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 1, 4,
    0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1
  };

  @Test
  void theCoalMiningDisastersChangeWhereItWasPublished() {
    List<Counts> days =
        Arrays.stream(DISASTERS).mapToObj(count -> new Counts(count, 365 - count)).toList();

    ChangePoint change = ChangePoint.ofFall(days);

    assertThat(change).isNotNull();
    assertThat(change.index()).isEqualTo(41);
    assertThat(change.before().value()).isNotNull().isCloseTo(3.1 / 365, within(0.0002));
    assertThat(change.after().value()).isNotNull().isCloseTo(0.9 / 365, within(0.0002));
  }

  /// The G-test of McDonald's Handbook of Biological Statistics: severe reactions after a vaccine
  /// in the thigh (30 of 4,788) and in the arm (76 of 8,916): G = 2.14, P = 0.14 (two-sided).
  @Test
  void theStatisticOfOneCutIsTheGOfAPublishedTest() {
    Counts thigh = new Counts(4_758, 30);
    Counts arm = new Counts(8_840, 76);

    double g = ChangePoint.statistic(thigh, arm, thigh.plus(arm));

    assertThat(g).isCloseTo(2.14, within(0.005));
    assertThat(2 * Normal.upperTail(Math.sqrt(g))).isCloseTo(0.14, within(0.005));
  }

  @Test
  void aFallIsFoundWithinTwoSteps() {
    int found = 0;
    for (int seed = 0; seed < 200; seed++) {
      ChangePoint change = ChangePoint.ofFall(series(new Random(seed), 100, 12, 70, 0.98, 0.7));
      assertThat(change).isNotNull();
      found += Math.abs(change.index() - 70) <= 2 ? 1 : 0;
    }
    assertThat(found).isGreaterThan(190);
  }

  @Test
  void aSeriesWithoutAChangeHasNoneInNinetyNineOfAHundred() {
    for (double rate : new double[] {0.5, 0.9, 0.98, 0.999}) {
      int found = 0;
      for (int seed = 0; seed < 2_000; seed++) {
        List<Counts> series = series(new Random(seed), 288, 5, 0, rate, rate);
        found += ChangePoint.ofFall(series) == null ? 0 : 1;
      }
      assertThat(found).as("at %s", rate).isLessThanOrEqualTo(34);
    }
  }

  @Test
  void aRiseIsNoFall() {
    List<Counts> fall = new ArrayList<>(series(new Random(1), 100, 12, 50, 0.98, 0.6));
    Collections.reverse(fall);

    assertThat(ChangePoint.ofFall(fall)).isNull();
  }

  @Test
  void emptyStepsChangeNothingAndAreNotWhereItBegins() {
    Counts good = new Counts(20, 0);
    Counts bad = new Counts(10, 10);
    Counts none = new Counts(0, 0);

    ChangePoint change = ChangePoint.ofFall(List.of(none, good, good, none, none, bad, bad, none));

    assertThat(change).isNotNull();
    assertThat(change.index()).isEqualTo(5);
    assertThat(change.before()).isEqualTo(Rate.of(40, 0, 0));
    assertThat(change.after()).isEqualTo(Rate.of(20, 20, 0));
    ChangePoint dense = ChangePoint.ofFall(List.of(good, good, bad, bad));
    assertThat(dense).isNotNull();
    assertThat(dense.p()).isEqualTo(change.p()).isLessThan(1e-5);
  }

  @Test
  void oneFailureOrOneStepIsNoChange() {
    List<Counts> last = new ArrayList<>(Collections.nCopies(99, new Counts(1, 0)));
    last.add(new Counts(0, 1));

    assertThat(ChangePoint.ofFall(last)).isNull();
    assertThat(ChangePoint.ofFall(List.of(new Counts(0, 500)))).isNull();
    assertThat(ChangePoint.ofFall(List.of())).isNull();
  }

  @Test
  void hugeCountsDoNotOverflow() {
    long many = 4_000_000_000_000_000L;

    ChangePoint change =
        ChangePoint.ofFall(List.of(new Counts(many, 0), new Counts(many / 2, many / 2)));

    assertThat(change).isNotNull();
    assertThat(change.index()).isEqualTo(1);
    assertThat(change.p()).isZero();
  }

  private static List<Counts> series(
      Random random, int steps, int runs, int fallsAt, double before, double after) {
    return IntStream.range(0, steps)
        .mapToObj(step -> {
          double rate = step < fallsAt ? before : after;
          int ok = (int) IntStream.range(0, runs).filter(i -> random.nextDouble() < rate).count();
          return new Counts(ok, runs - ok);
        })
        .toList();
  }
}
