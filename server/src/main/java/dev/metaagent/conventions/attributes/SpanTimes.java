package dev.metaagent.conventions.attributes;

import io.opentelemetry.proto.trace.v1.Span;

/**
 * When a span began and ended, in nanoseconds since 1970, where the sender's clock can be right: a
 * time between 2000 and 2100. Of a span of which only one of the two can be, the other is the
 * nearest plausible time of its events, else the same. Times that were sent in seconds,
 * milliseconds or microseconds are converted.
 *
 * @param endNanos 0 = not ended
 */
public record SpanTimes(long startNanos, long endNanos) {
  private static final long YEAR_2000 = 946_684_800_000_000_000L;
  private static final long YEAR_2100 = 4_102_444_800_000_000_000L;
  private static final long YEAR = 366L * 24 * 3600 * 1_000_000_000L;

  /** Seconds since 1970 of the middle of 2017, before which nobody sent telemetry of agents. */
  private static final long FIRST_SECOND = 1_500_000_000L;

  public static SpanTimes of(Span span) {
    long factor = factor(span.getStartTimeUnixNano(), span.getEndTimeUnixNano());
    long start = span.getStartTimeUnixNano() * factor;
    long end = span.getEndTimeUnixNano() * factor;
    if (end == 0) {
      return new SpanTimes(start, 0);
    }
    if (plausible(start) && !plausible(end)) {
      return new SpanTimes(start, last(span, start));
    }
    boolean decades = plausible(start) && end - start > YEAR;
    if (plausible(end) && (!plausible(start) || decades)) {
      return new SpanTimes(first(span, end), end);
    }
    return new SpanTimes(start, end);
  }

  private static boolean plausible(long nanos) {
    return nanos >= YEAR_2000 && nanos <= YEAR_2100;
  }

  /** The nanoseconds of the unit in which both times were sent. */
  private static long factor(long start, long end) {
    long factor = 1;
    for (long unit = 1; unit <= 1_000_000; unit *= 1_000) {
      boolean sent = in(unit, start) && (end == 0 || in(unit, end));
      factor = sent ? 1_000_000_000 / unit : factor;
    }
    return factor;
  }

  private static boolean in(long unitsOfASecond, long time) {
    return time >= FIRST_SECOND * unitsOfASecond
        && time <= YEAR_2100 / 1_000_000_000 * unitsOfASecond;
  }

  private static long first(Span span, long end) {
    return span.getEventsList().stream()
        .mapToLong(Span.Event::getTimeUnixNano)
        .filter(time -> plausible(time) && time <= end && end - time <= YEAR)
        .min()
        .orElse(end);
  }

  private static long last(Span span, long start) {
    return span.getEventsList().stream()
        .mapToLong(Span.Event::getTimeUnixNano)
        .filter(time -> plausible(time) && time >= start && time - start <= YEAR)
        .max()
        .orElse(start);
  }
}
