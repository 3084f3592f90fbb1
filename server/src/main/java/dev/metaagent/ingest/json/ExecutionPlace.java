package dev.metaagent.ingest.json;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.SpanId;
import dev.metaagent.kernel.TraceId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The place of a run: its trace, the span that begins it, and the parent of that span (0 none).
record ExecutionPlace(TraceId trace, long span, long above) {

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");

  ExecutionId execution() {
    return new ExecutionId(trace, span);
  }

  /// The span that a W3C trace context names.
  static Optional<ExecutionId> traceparent(String text) {
    Matcher matcher = TRACEPARENT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    TraceId trace = TraceId.parse(matcher.group(1));
    long span = SpanId.parse(matcher.group(2));
    boolean zero =
        trace.value().getMostSignificantBits() == 0 && trace.value().getLeastSignificantBits() == 0;
    return zero || span == 0 ? Optional.empty() : Optional.of(new ExecutionId(trace, span));
  }
}
