package dev.metaagent.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest {

  private static final double[] TO_100 =
      IntStream.rangeClosed(1, 100).mapToDouble(value -> value).toArray();

  @Test
  void aMeanHasTheIntervalOfItsStandardError() {
    Estimate mean = Objects.requireNonNull(Estimate.mean(TO_100));
    assertThat(mean.value()).isEqualTo(50.5);
    // s = 29.0115, so that 1.96 · s / √100 = 5.6862
    assertThat(mean.high() - mean.value()).isCloseTo(5.6862, within(1e-3));
    assertThat(mean.n()).isEqualTo(100);
  }

  /// Ranks 95 ∓ 1.96 · √(100 · 0.95 · 0.05) = 95 ∓ 4.27.
  @Test
  void aQuantileReachesBetweenTwoRanks() {
    Estimate p95 = Objects.requireNonNull(Estimate.quantile(0.95, TO_100));
    assertThat(p95.value()).isEqualTo(95);
    assertThat(p95.low()).isEqualTo(90);
    assertThat(p95.high()).isEqualTo(100);
  }

  @Test
  void aDifferenceHoldsZeroWhereTheIntervalsAreWide() {
    Estimate one = new Estimate(10, 8, 12, 30);
    Estimate other = new Estimate(11, 9, 13, 30);
    Difference difference = Objects.requireNonNull(Estimate.difference(one, other));
    assertThat(difference.value()).isEqualTo(1);
    assertThat(difference.low()).isCloseTo(1 - Math.sqrt(8), within(1e-9));
    assertThat(difference.high()).isCloseTo(1 + Math.sqrt(8), within(1e-9));
    assertThat(Estimate.difference(null, one)).isNull();
  }

  @Test
  void aSmallSampleHasNoEstimate() {
    assertThat(Estimate.mean(new double[19])).isNull();
    assertThat(Estimate.quantile(0.95, new double[19])).isNull();
  }
}
