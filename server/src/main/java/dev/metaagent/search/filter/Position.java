package dev.metaagent.search.filter;

import dev.metaagent.kernel.TraceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a list in the order of (time, trace, span): what a cursor stands for.
///
/// @param at microseconds, as the database keeps times
/// @param from the lower bound that the first page settled, null when there is none
public record Position(Instant at, UUID trace, long span, @Nullable Instant from)
    implements Comparable<Position> {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18})\\|([0-9a-f-]{36})\\|(-?[0-9]{1,19})\\|([0-9]{0,18})");
  private static final UUID LAST_TRACE = new UUID(-1, -1);

  public Position {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /// The place after which everything up to and including a time follows, newest first.
  public static Position newest(Instant to) {
    return new Position(to, LAST_TRACE, Long.MAX_VALUE, null);
  }

  /// The place before everything, oldest first.
  public static Position oldest() {
    return new Position(Instant.EPOCH, new UUID(0, 0), Long.MIN_VALUE, null);
  }

  /// The order of the database: uuids by their bytes.
  @Override
  public int compareTo(Position other) {
    int order = at.compareTo(other.at);
    if (order == 0) {
      order = new TraceId(trace).compareTo(new TraceId(other.trace));
    }
    return order == 0 ? Long.compare(span, other.span) : order;
  }

  public Position since(@Nullable Instant lower) {
    return new Position(at, trace, span, lower);
  }

  public String cursor() {
    String text = micros(at) + "|" + trace + "|" + span + "|" + (from == null ? "" : micros(from));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  public static @Nullable Position parse(String cursor) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String lower = parts.group(4);
    return new Position(
        instant(parts.group(1)),
        UUID.fromString(parts.group(2)),
        Long.parseLong(parts.group(3)),
        lower.isEmpty() ? null : instant(lower));
  }

  /// The place as statement parameters `at`, `atTrace` and `atSpan`.
  public Map<String, Object> parameters() {
    return Map.of("at", sql(at), "atTrace", trace, "atSpan", span);
  }

  public static OffsetDateTime sql(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static Instant instant(String micros) {
    long number = Long.parseLong(micros);
    if (number < 0 || number > 7_300_000_000_000_000L) {
      throw new IllegalArgumentException("outside the times that are kept");
    }
    return Instant.EPOCH.plus(number, ChronoUnit.MICROS);
  }
}
