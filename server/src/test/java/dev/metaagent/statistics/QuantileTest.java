package dev.metaagent.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuantileTest {

  /// The worked examples of the nearest-rank method at en.wikipedia.org/wiki/Percentile.
  @Test
  void itIsTheNearestRankAsPublished() {
    double[] five = {15, 20, 35, 40, 50};
    assertThat(Quantile.of(0.05, five)).isEqualTo(15);
    assertThat(Quantile.of(0.3, five)).isEqualTo(20);
    assertThat(Quantile.of(0.4, five)).isEqualTo(20);
    assertThat(Quantile.of(0.5, five)).isEqualTo(35);
    assertThat(Quantile.of(1, five)).isEqualTo(50);
    long[] ten = {3, 6, 7, 8, 8, 10, 13, 15, 16, 20};
    assertThat(Quantile.of(0.25, ten)).isEqualTo(7);
    assertThat(Quantile.of(0.5, ten)).isEqualTo(8);
    assertThat(Quantile.of(0.75, ten)).isEqualTo(15);
    assertThat(Quantile.of(1, ten)).isEqualTo(20);
  }

  @Test
  void atMostTheShareBeyondItIsAboveAndTheValueOccurred() {
    for (int n = 1; n <= 400; n++) {
      for (double share : new double[] {0, 0.01, 0.5, 0.9, 0.95, 0.99, 1}) {
        long rank = Quantile.rank(share, n);
        assertThat((double) rank / n).isGreaterThanOrEqualTo(share - 1e-12);
        assertThat((rank - 1.0) / n).isLessThanOrEqualTo(Math.max(0, share - 1e-12));
      }
    }
  }

  @Test
  void oneOfTwentyMayBeSlowBeforeTheP95Is() {
    assertThat(Quantile.rank(0.95, 20)).isEqualTo(19);
    assertThat(Quantile.rank(0.95, 19)).isEqualTo(19);
    assertThat(Quantile.rank(0, 20)).isEqualTo(1);
    assertThat(Quantile.rank(0.95, 1)).isEqualTo(1);
    assertThat(Quantile.rank(0.5, 1_000_000_000_000L)).isEqualTo(500_000_000_000L);
  }

  @Test
  void noValuesAndNoShareAreRefused() {
    assertThatThrownBy(() -> Quantile.of(0.5, new long[0]))
        .isInstanceOf(IllegalArgumentException.class);
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> Quantile.rank(share, 3))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
