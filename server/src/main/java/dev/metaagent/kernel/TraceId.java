package dev.metaagent.kernel;

import java.util.HexFormat;
import java.util.UUID;

/// An OpenTelemetry trace id: 16 bytes, kept as a `uuid`, written as 32 lower-case hex digits.
public record TraceId(UUID value) implements Comparable<TraceId> {

  private static final HexFormat HEX = HexFormat.of();

  /// Reads 32 hex digits.
  ///
  /// @throws IllegalArgumentException when the text is anything else
  public static TraceId parse(String hex) {
    if (hex.length() != 32) {
      throw new IllegalArgumentException("a trace id has 32 hex digits");
    }
    return new TraceId(
        new UUID(
            HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32)));
  }

  @Override
  public int compareTo(TraceId other) {
    int high =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return HEX.toHexDigits(value.getMostSignificantBits())
        + HEX.toHexDigits(value.getLeastSignificantBits());
  }
}
