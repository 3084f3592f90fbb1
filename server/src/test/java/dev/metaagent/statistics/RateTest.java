package dev.metaagent.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RateTest {

  @ParameterizedTest
  @MethodSource("dev.metaagent.statistics.ReferenceValues#rates")
  void theIntervalIsThatOfWilsonAsPublished(JsonNode reference) {
    long successes = reference.get("successes").asLong();
    long n = reference.get("n").asLong();

    Rate rate = Rate.of(successes, n - successes, 3);

    assertThat(rate.n()).isEqualTo(n);
    assertThat(rate.unknown()).isEqualTo(3);
    if (n == 0) {
      assertThat(rate).isEqualTo(new Rate(null, null, null, 0, 3));
      return;
    }
    assertThat(rate.value()).isEqualTo((double) successes / n);
    assertThat(rate.low()).isNotNull().isCloseTo(reference.get("low").asDouble(), within(5.1e-5));
    assertThat(rate.high()).isNotNull().isCloseTo(reference.get("high").asDouble(), within(5.1e-5));
  }

  @Test
  void nothingAndEverythingAreBoundsExactly() {
    for (long n : new long[] {1, 7, 10, 29, 1_000, 1_000_000_007L}) {
      assertThat(Rate.of(0, n, 0).low()).isEqualTo(0.0);
      assertThat(Rate.of(n, 0, 0).high()).isEqualTo(1.0);
      assertThat(Rate.of(0, n, 0).high()).isNotNull().isPositive();
      assertThat(Rate.of(n, 0, 0).low()).isNotNull().isLessThan(1);
    }
    assertThat(Rate.of(Long.MAX_VALUE, 0, 0).low()).isNotNull().isCloseTo(1, within(1e-15));
    assertThat(Rate.of(Long.MAX_VALUE, 0, 0).high()).isEqualTo(1.0);
  }

  @Test
  void successesAndFailuresAreMirrored() {
    for (int n = 1; n < 60; n++) {
      for (int k = 0; k <= n; k++) {
        Rate rate = Rate.of(k, n - k, 0);
        Rate mirrored = Rate.of(n - k, k, 0);
        assertThat(rate.low()).isNotNull().isCloseTo(1 - high(mirrored), within(1e-12));
        assertThat(low(rate)).isLessThan(high(rate));
        assertThat(rate.value()).isNotNull().isBetween(low(rate), high(rate));
      }
    }
  }

  /// Wilson's definition: at each bound a score test just does not reject.
  @Test
  void atItsBoundsAScoreTestIsAtFivePercent() {
    Rate rate = Rate.of(61, 22, 0);
    for (double bound : new double[] {low(rate), high(rate)}) {
      double z = (61.0 / 83 - bound) / Math.sqrt(bound * (1 - bound) / 83);
      assertThat(Math.abs(z)).isCloseTo(1.959963984540054, within(1e-9));
    }
  }

  @Test
  void theTrueShareIsInsideInNinetyFivePercentOnAverage() {
    int n = 20;
    double covered = 0;
    for (int step = 1; step < 1_000; step++) {
      double share = step / 1_000.0;
      double probability = Math.pow(1 - share, n);
      for (int k = 0; k <= n; k++) {
        Rate rate = Rate.of(k, n - k, 0);
        covered += low(rate) <= share && share <= high(rate) ? probability : 0;
        probability *= (double) (n - k) / (k + 1) * share / (1 - share);
      }
    }
    assertThat(covered / 999).isBetween(0.945, 0.96);
  }

  @Test
  void countsBelowZeroAndBeyondALongAreRefused() {
    assertThatThrownBy(() -> Rate.of(-1, 2, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rate.of(1, -2, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rate.of(1, 2, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rate.of(Long.MAX_VALUE, 1, 0)).isInstanceOf(ArithmeticException.class);
  }

  private static double low(Rate rate) {
    return Objects.requireNonNull(rate.low());
  }

  private static double high(Rate rate) {
    return Objects.requireNonNull(rate.high());
  }
}
