package dev.metaagent.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

class NormalTest {

  /// Abramowitz and Stegun, tables 26.1 and 26.2.
  @Test
  void theUpperTailIsAsTabulated() {
    assertTail(0, 0.5);
    assertTail(1, 0.15865525393146);
    assertTail(1.959963984540054, 0.025);
    assertTail(2, 0.02275013194818);
    assertTail(3, 1.34989803163e-3);
    assertTail(4, 3.16712418331e-5);
    assertTail(5, 2.86651571879e-7);
    assertTail(10, 7.61985302416e-24);
  }

  @Test
  void theTwoFormulasMeet() {
    assertThat(Normal.upperTail(Math.nextDown(3.0)))
        .isCloseTo(Normal.upperTail(3), withPercentage(1e-8));
    assertThat(Normal.upperTail(100)).isZero();
    assertThatThrownBy(() -> Normal.upperTail(-0.1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertTail(double z, double expected) {
    assertThat(Normal.upperTail(z)).isCloseTo(expected, withPercentage(1e-8));
  }
}
