package dev.metaagent.kernel;

import java.util.HexFormat;

/// An OpenTelemetry span id: 8 bytes, kept as a `bigint`, written as 16 lower-case hex digits. Zero
/// means none.
public final class SpanId {

  private static final HexFormat HEX = HexFormat.of();

  private SpanId() {}

  public static long parse(String hex) {
    if (hex.length() != 16) {
      throw new IllegalArgumentException("a span id has 16 hex digits");
    }
    return HexFormat.fromHexDigitsToLong(hex);
  }

  public static String format(long span) {
    return HEX.toHexDigits(span);
  }
}
