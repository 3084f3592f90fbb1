package dev.metaagent.kernel;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Money in 10⁻⁹ US dollars, a `bigint` in the database, a decimal string on the wire.
public final class NanoUsd {

  private NanoUsd() {}

  /// The decimal string of an amount; null, an unknown amount, stays null.
  public static @Nullable String format(@Nullable Long nano) {
    if (nano == null) {
      return null;
    }
    BigDecimal usd = BigDecimal.valueOf(nano, 9).stripTrailingZeros();
    return (usd.scale() < 0 ? usd.setScale(0) : usd).toPlainString();
  }

  /// Reads a decimal string.
  ///
  /// @throws ArithmeticException when the amount has more than nine decimals or is too large
  public static long parse(String usd) {
    return new BigDecimal(usd).movePointRight(9).longValueExact();
  }
}
