package dev.metaagent.fleet.agency;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Something that is being done, and its span.
public final class Step implements AutoCloseable {

  private final Span span;
  private final Timeline time;
  private final BiConsumer<Long, Long> used;
  private final Runnable end;

  /// @param end what is to be done when it is over
  Step(Span span, Timeline time, Runnable end) {
    this(span, time, (input, output) -> {}, end);
  }

  /// @param used is told the tokens that it took
  Step(Span span, Timeline time, BiConsumer<Long, Long> used, Runnable end) {
    this.span = span;
    this.time = time;
    this.used = used;
    this.end = end;
  }

  void used(long inputTokens, long outputTokens) {
    used.accept(inputTokens, outputTokens);
  }

  Span span() {
    return span;
  }

  void fail(String type, @Nullable String why) {
    fail(span, type, why, time);
  }

  static void fail(Span span, String type, @Nullable String why, Timeline time) {
    String message = why == null ? type : why;
    span.setStatus(StatusCode.ERROR, message)
        .setAttribute(stringKey("error.type"), type)
        .addEvent(
            "exception",
            Attributes.of(
                stringKey("exception.type"), type, stringKey("exception.message"), message),
            time.now());
  }

  @Override
  public void close() {
    end.run();
  }
}
