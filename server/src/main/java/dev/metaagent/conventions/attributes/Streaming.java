package dev.metaagent.conventions.attributes;

import io.opentelemetry.proto.trace.v1.Span;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether an answer came in pieces, and how long the first one took. */
public final class Streaming {
  private static final String FIRST_TOKEN_EVENT = "First Token Stream Event";
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Streaming() {}

  public static boolean isStreamed(SpanFacts facts, Span span) {
    Boolean declared = facts.truth(Field.STREAM);
    return Boolean.TRUE.equals(declared)
        || facts.has(Field.FIRST_TOKEN_SECONDS)
        || facts.has(Field.FIRST_TOKEN_MILLIS)
        || facts.has(Field.FIRST_TOKEN_AT)
        || firstTokenEvent(span) != null
        || (declared == null && span.getName().toLowerCase(Locale.ROOT).contains("stream"));
  }

  public static @Nullable Long timeToFirstTokenMillis(SpanFacts facts, Span span) {
    Double seconds = facts.number(Field.FIRST_TOKEN_SECONDS);
    if (seconds != null && seconds >= 0 && seconds < 1e6) {
      return Math.round(seconds * 1000);
    }
    Double millis = facts.number(Field.FIRST_TOKEN_MILLIS);
    if (millis != null && millis >= 0 && millis < 1e9) {
      return Math.round(millis);
    }
    Long at = firstTokenNanos(facts, span);
    long start = span.getStartTimeUnixNano();
    return at == null || at < start ? null : (at - start) / NANOS_PER_MILLI;
  }

  private static @Nullable Long firstTokenNanos(SpanFacts facts, Span span) {
    String at = facts.text(Field.FIRST_TOKEN_AT);
    if (at != null) {
      try {
        Instant instant = OffsetDateTime.parse(at).toInstant();
        return Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
      } catch (DateTimeException | ArithmeticException e) {
        return null;
      }
    }
    Span.Event event = firstTokenEvent(span);
    return event == null ? null : event.getTimeUnixNano();
  }

  private static Span.@Nullable Event firstTokenEvent(Span span) {
    for (int i = 0; i < span.getEventsCount(); i++) {
      if (span.getEvents(i).getName().equals(FIRST_TOKEN_EVENT)) {
        return span.getEvents(i);
      }
    }
    return null;
  }
}
