package dev.metaagent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NanoUsdTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,0.000000001",
    "1500000000,1.5",
    "100000000000,100",
    "-2500000,-0.0025",
    "9223372036854775807,9223372036.854775807"
  })
  void anAmountIsADecimalStringWithoutExponentOrTrailingZeros(long nano, String usd) {
    assertThat(NanoUsd.format(nano)).isEqualTo(usd);
    assertThat(NanoUsd.parse(usd)).isEqualTo(nano);
  }

  @Test
  void anUnknownAmountStaysUnknown() {
    assertThat(NanoUsd.format(null)).isNull();
  }

  @Test
  void whatCannotBeKeptExactlyIsRefused() {
    assertThatThrownBy(() -> NanoUsd.parse("0.0000000001")).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> NanoUsd.parse("1e30")).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> NanoUsd.parse("a lot")).isInstanceOf(NumberFormatException.class);
  }
}
