package dev.metaagent.conventions.attributes;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an answer came in pieces, and how long the first one took. */
public final class Streaming {
  /** Events of which the first is the first piece of the answer. */
  private static final Set<String> FIRST_TOKEN_EVENTS =
      Set.of(
          "First Token Stream Event",
          "gen_ai.content.completion.chunk",
          "llm.content.completion.chunk",
          "mlflow.chunk.item.0");

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double LONGEST_MILLIS = 1e9;

  private Streaming() {}

  public static boolean isStreamed(SpanFacts facts, Span span) {
    Boolean declared = facts.truth(Field.STREAM);
    if (declared != null) {
      return declared;
    }
    return CallParameters.askForStream(facts.text(Field.PARAMETERS))
        || sent(facts) != null
        || facts.has(Field.FIRST_TOKEN_AT)
        || firstTokenEvent(span) != null
        || span.getName().toLowerCase(Locale.ROOT).contains("stream");
  }

  /** Null for a call that was not streamed: what some send for it is the time of the whole. */
  public static @Nullable Long timeToFirstTokenMillis(SpanFacts facts, Span span) {
    if (Boolean.FALSE.equals(facts.truth(Field.STREAM))) {
      return null;
    }
    Sent sent = sent(facts);
    if (sent != null) {
      return sent.millisWithin(span);
    }
    Long at = firstTokenNanos(facts, span);
    long start = span.getStartTimeUnixNano();
    return at == null || at < start ? null : (at - start) / NANOS_PER_MILLI;
  }

  /** Units of a time, the largest first, as milliseconds. */
  private static final double[] UNITS = {1_000, 1, 1e-3, 1e-6};

  /** A time to the first token as it was sent, and the place of its unit in {@link #UNITS}. */
  private record Sent(double value, int unit) {

    /**
     * In the unit that its name stands for; where the first token would come after the end of the
     * call, in the next smaller unit in which it does not.
     */
    @Nullable Long millisWithin(Span span) {
      double whole =
          (double) (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / NANOS_PER_MILLI;
      for (int at = unit; whole > 0 && at < UNITS.length; at++) {
        if (value * UNITS[at] <= whole + 1) {
          return Math.round(value * UNITS[at]);
        }
      }
      double named = value * UNITS[unit];
      return named < LONGEST_MILLIS ? Long.valueOf(Math.round(named)) : null;
    }
  }

  private static @Nullable Sent sent(SpanFacts facts) {
    AnyValue server = facts.value(Field.FIRST_TOKEN_OF_SERVER);
    // seconds, as the metric of that name; who sends a whole number sends milliseconds
    int ofServer = server != null && server.hasIntValue() ? 1 : 0;
    Sent first = sent(facts, Field.FIRST_TOKEN_SECONDS, 0);
    first = first == null ? sent(facts, Field.FIRST_TOKEN_MILLIS, 1) : first;
    first = first == null ? sent(facts, Field.FIRST_TOKEN_OF_SERVER, ofServer) : first;
    return first == null ? sent(facts, Field.FIRST_TOKEN_NANOS, 3) : first;
  }

  private static @Nullable Sent sent(SpanFacts facts, Field field, int unit) {
    Double value = facts.number(field);
    return value == null || value <= 0 ? null : new Sent(value, unit);
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
      if (FIRST_TOKEN_EVENTS.contains(span.getEvents(i).getName())) {
        return span.getEvents(i);
      }
    }
    return null;
  }
}
