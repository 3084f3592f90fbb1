package dev.metaagent.policy.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as texts.
public final class Numbers {

  private static final long SAFE = 1L << 53;

  private Numbers() {}

  /// As ECMAScript prints the IEEE double nearest to the number (ECMA-262, Number::toString).
  public static String canonical(Number number) {
    double value = number.doubleValue();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value);
    }
    if (value == Math.rint(value) && Math.abs(value) < SAFE) {
      return Long.toString((long) value);
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + placed(digits, point);
  }

  /// Whole numbers in all their digits, others as ECMAScript prints them.
  public static String text(Number number) {
    if (number instanceof Double || number instanceof Float) {
      return canonical(number);
    }
    if (number instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros().scale() <= 0
          ? decimal.toBigInteger().toString()
          : canonical(number);
    }
    return number instanceof BigInteger whole
        ? whole.toString()
        : Long.toString(number.longValue());
  }

  /// Decimal digits with the point after `point` of them, which may lie outside of them.
  private static String placed(String digits, int point) {
    int count = digits.length();
    if (count <= point && point <= 21) {
      return digits + "0".repeat(point - count);
    }
    if (0 < point && point <= 21) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (-6 < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    String fraction = count == 1 ? "" : "." + digits.substring(1);
    int exponent = point - 1;
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }

  /// The decimal number with the fewest digits that is read as this double, and of several the
  /// nearest. `Double.toString` finds it since Java 19 only.
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int precision = 1; precision < 17; precision++) {
      BigDecimal nearest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (nearest.doubleValue() == value) {
        return nearest.stripTrailingZeros();
      }
      BigDecimal other = otherSide(exact, nearest, precision);
      if (other.doubleValue() == value) {
        return other.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  /// At a power of two the neighbour below is nearer than the one above, so that the farther of two
  /// decimals may be the one that is read as the double.
  private static BigDecimal otherSide(BigDecimal exact, BigDecimal nearest, int precision) {
    RoundingMode mode = nearest.compareTo(exact) > 0 ? RoundingMode.DOWN : RoundingMode.UP;
    return exact.round(new MathContext(precision, mode));
  }
}
