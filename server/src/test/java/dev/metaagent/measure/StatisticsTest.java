package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:34:56Z");

  /// Newcombe 1998, Statistics in Medicine 17:857, table I, method 3: 81/263 is .2553 to .3662,
  /// 15/148 is .0624 to .1605, 0/20 is 0 to .1611, 1/29 is .0061 to .1718.
  @Test
  void theIntervalOfARateIsWilsons() {
    assertInterval(Rate.of(81, 182, 0), 0.2553, 0.3662);
    assertInterval(Rate.of(15, 133, 0), 0.0624, 0.1605);
    assertInterval(Rate.of(0, 20, 0), 0.0000, 0.1611);
    assertInterval(Rate.of(1, 28, 0), 0.0061, 0.1718);
  }

  /// Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: 56/70 − 48/80 is .0524 to
  /// .3339, 9/10 − 3/10 is .1705 to .8090, 10/10 − 0/10 is .6075 to 1.
  @Test
  void theIntervalOfADifferenceIsNewcombes() {
    assertInterval(difference(48, 32, 56, 14), 0.0524, 0.3339);
    assertInterval(difference(3, 7, 9, 1), 0.1705, 0.8090);
    assertInterval(difference(0, 10, 10, 0), 0.6075, 1.0000);
  }

  @Test
  void aRateWithoutRunsIsUnknown() {
    assertThat(Rate.of(0, 0, 7)).isEqualTo(new Rate(null, null, null, 0, 7));
    assertThat(Difference.between(Rate.of(0, 0, 0), Rate.of(3, 4, 0))).isNull();
  }

  @Test
  void aSpreadKnowsItsQuantilesAndDoesNotDependOnOrder() {
    Random random = new Random(7);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      values.add(Math.exp(random.nextGaussian() * 1.5 + 6));
    }
    Spread one = spread(values);
    Spread merged = new Spread();
    for (int i = 0; i < values.size(); i += 500) {
      merged.add(spread(values.subList(i, i + 500)).bytes());
    }
    byte[] bytes = one.bytes();
    java.util.Collections.shuffle(values, random);
    assertThat(spread(values).bytes()).isEqualTo(bytes);
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    for (double share : new double[] {0.5, 0.95, 0.99}) {
      double exact = sorted[(int) (share * sorted.length)];
      assertThat(one.quantile(share)).isNotNull().isCloseTo(exact, within(exact * 0.02));
      assertThat(merged.quantile(share)).isNotNull().isCloseTo(exact, within(exact * 0.03));
    }
    assertThat(Objects.requireNonNull(bytes).length).isLessThan(1_500);
  }

  @Test
  void failingIsFivePointsBelowTheObjectiveBeyondDoubt() {
    assertThat(status(50, 0)).isEqualTo(AgentStatus.HEALTHY);
    assertThat(status(19, 0)).isEqualTo(AgentStatus.UNKNOWN);
    assertThat(status(0, 19)).isEqualTo(AgentStatus.UNKNOWN);
    // upper bound .9719: under 98 %, not five points
    assertThat(status(92, 8)).isEqualTo(AgentStatus.DEGRADED);
    // upper bound .9165
    assertThat(status(85, 15)).isEqualTo(AgentStatus.FAILING);
    // 1 of 50: the interval still holds the objective
    assertThat(status(49, 1)).isEqualTo(AgentStatus.HEALTHY);
  }

  @Test
  void slowIsDegradedAndLongAwayIsIdle() {
    Tally slow = tally(30, 0);
    for (int i = 0; i < 30; i++) {
      slow.latencyMs.add(4_000);
    }
    Health health = Health.of(Window.HOUR, NOW, slow);
    assertThat(Verdict.of(health, Objectives.DEFAULT, NOW, NOW).status())
        .isEqualTo(AgentStatus.DEGRADED);
    Health nothing = Health.nothing(Window.HOUR, NOW);
    assertThat(
            Verdict.of(nothing, Objectives.DEFAULT, NOW.minus(Duration.ofHours(25)), NOW).status())
        .isEqualTo(AgentStatus.IDLE);
    assertThat(
            Verdict.of(nothing, Objectives.DEFAULT, NOW.minus(Duration.ofHours(2)), NOW).status())
        .isEqualTo(AgentStatus.UNKNOWN);
  }

  @Test
  void theOnsetIsWhereTheRateFell() {
    Random random = new Random(3);
    List<Onset.Counts> series = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int failed = 0;
      for (int run = 0; run < 12; run++) {
        failed += random.nextDouble() < (i < 70 ? 0.02 : 0.3) ? 1 : 0;
      }
      series.add(new Onset.Counts(NOW.plusSeconds(300L * i), 12 - failed, failed));
    }
    Instant onset = Onset.of(series).orElseThrow();
    assertThat(Duration.between(NOW.plusSeconds(300L * 70), onset).abs())
        .isLessThanOrEqualTo(Duration.ofMinutes(10));
    assertThat(Onset.of(series.subList(0, 70))).isEmpty();
  }

  /// Every ten seconds of a range lie in exactly one bucket of its cover.
  @Test
  void aCoverHasNoGapAndCountsNothingTwice() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      Instant to = NOW.minusSeconds(random.nextLong(200_000) / 10 * 10);
      Instant from = to.minusSeconds(10 + random.nextLong(300_000));
      Width coarsest = List.of(Width.values()).get(random.nextInt(3));
      List<Cover.Segment> cover = Cover.of(from, to, coarsest, NOW);
      for (Instant at = Width.TEN_SECONDS.floor(from); at.isBefore(to); at = at.plusSeconds(970)) {
        assertThat(holders(cover, at)).as("%s in %s", at, cover).isEqualTo(1);
      }
      for (Cover.Segment segment : cover) {
        assertThat(segment.from()).isEqualTo(segment.width().floor(segment.from()));
        if (coarsest == Width.HOUR) {
          assertThat(segment.from()).isAfterOrEqualTo(segment.width().oldest(NOW));
        }
      }
    }
  }

  private static long holders(List<Cover.Segment> cover, Instant at) {
    return cover.stream()
        .filter(segment -> {
          Instant bucket = segment.width().floor(at);
          return !bucket.isBefore(segment.from()) && bucket.isBefore(segment.to());
        })
        .count();
  }

  private static AgentStatus status(int ok, int failed) {
    Health health = Health.of(Window.HOUR, NOW, tally(ok, failed));
    return Verdict.of(health, Objectives.DEFAULT, NOW, NOW).status();
  }

  private static Tally tally(int ok, int failed) {
    Tally tally = new Tally();
    tally.ok = ok;
    tally.failed = failed;
    return tally;
  }

  private static Spread spread(List<Double> values) {
    Spread spread = new Spread();
    values.forEach(spread::add);
    return spread;
  }

  private static Difference difference(int okBefore, int failedBefore, int okAfter, int failed) {
    return Objects.requireNonNull(
        Difference.between(Rate.of(okBefore, failedBefore, 0), Rate.of(okAfter, failed, 0)));
  }

  private static void assertInterval(Rate rate, double low, double high) {
    assertInterval(rate.low(), rate.high(), low, high);
  }

  private static void assertInterval(Difference difference, double low, double high) {
    assertInterval(difference.low(), difference.high(), low, high);
  }

  private static void assertInterval(
      @org.jspecify.annotations.Nullable Double low,
      @org.jspecify.annotations.Nullable Double high,
      double... expected) {
    assertThat(Arrays.asList(low, high)).doesNotContainNull();
    assertThat(low).isNotNull().isCloseTo(expected[0], within(0.00006));
    assertThat(high).isNotNull().isCloseTo(expected[1], within(0.00006));
  }
}
