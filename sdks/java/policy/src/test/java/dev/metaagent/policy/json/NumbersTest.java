package dev.metaagent.policy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  /// The samples of RFC 8785, appendix B, as IEEE doubles in hexadecimal digits.
  @ParameterizedTest
  @CsvSource({
    "0000000000000000,0",
    "8000000000000000,0",
    "0000000000000001,5e-324",
    "8000000000000001,-5e-324",
    "7fefffffffffffff,1.7976931348623157e+308",
    "ffefffffffffffff,-1.7976931348623157e+308",
    "4340000000000000,9007199254740992",
    "c340000000000000,-9007199254740992",
    "4430000000000000,295147905179352830000",
    "44b52d02c7e14af5,9.999999999999997e+22",
    "44b52d02c7e14af6,1e+23",
    "44b52d02c7e14af7,1.0000000000000001e+23",
    "444b1ae4d6e2ef4e,999999999999999700000",
    "444b1ae4d6e2ef4f,999999999999999900000",
    "444b1ae4d6e2ef50,1e+21",
    "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d,0.000001",
    "41b3de4355555553,333333333.3333332",
    "41b3de4355555554,333333333.33333325",
    "41b3de4355555555,333333333.3333333",
    "41b3de4355555556,333333333.3333334",
    "41b3de4355555557,333333333.33333343",
    "becbf647612f3696,-0.0000033333333333333333",
    "43143ff3c1cb0959,1424953923781206.2"
  })
  void theSamplesOfTheRfc(String bits, String text) {
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(Numbers.canonical(number)).isEqualTo(text);
  }

  /// Since Java 19 `Double.toString` finds the shortest digits by an algorithm of its own (at least
  /// two of them).
  @Test
  void thousandsOfNumbersHaveTheDigitsThatTheJdkFinds() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number) && number != 0) {
        String text = Numbers.canonical(number);
        assertThat(Double.parseDouble(text)).isEqualTo(number);
        BigDecimal ours = new BigDecimal(text).stripTrailingZeros();
        BigDecimal theirs = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        assertThat(ours.precision()).isLessThanOrEqualTo(theirs.precision());
        if (ours.precision() > 2) {
          assertThat(ours).isEqualByComparingTo(theirs);
        }
      }
    }
  }

  @Test
  void wholeNumbersKeepTheirDigitsOutsideOfTheCanonicalForm() {
    assertThat(Numbers.text(9007199254740993L)).isEqualTo("9007199254740993");
    assertThat(Numbers.text(new BigInteger("123456789012345678901234567890")))
        .isEqualTo("123456789012345678901234567890");
    assertThat(Numbers.text(new BigDecimal("5.00"))).isEqualTo("5");
    assertThat(Numbers.text(new BigDecimal("0.5"))).isEqualTo("0.5");
    assertThat(Numbers.text(0.5f)).isEqualTo("0.5");
    assertThat(Numbers.canonical(9007199254740993L)).isEqualTo("9007199254740992");
  }

  @Test
  void whatIsNotFiniteHasNoForm() {
    assertThatThrownBy(() -> Numbers.canonical(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Canonical.text("\ud83d")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Canonical.text(new Object()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
