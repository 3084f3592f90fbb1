package dev.metaagent.conventions;

import dev.metaagent.ingest.otlp.OtlpDecoder;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures.Request;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;

/** Decoded and mapped telemetry of a test, in the order in which it came. */
record Telemetry(List<SentSpan> spans, List<SentLog> logs) {

  /** A span, as sent and as mapped. */
  record SentSpan(Resource resource, InstrumentationScope scope, Span span, MappedSpan mapped) {}

  /** A log record, as sent and as mapped. */
  record SentLog(LogRecord log, MappedLog mapped) {}

  static Telemetry of(List<Request> requests) throws UndecodableException {
    Telemetry telemetry = new Telemetry(new ArrayList<>(), new ArrayList<>());
    for (Request request : requests) {
      if (request.isLogs()) {
        for (ResourceLogs group :
            OtlpDecoder.logs(request.type(), request.body()).getResourceLogsList()) {
          telemetry.add(group);
        }
      } else {
        for (ResourceSpans group :
            OtlpDecoder.traces(request.type(), request.body()).getResourceSpansList()) {
          telemetry.add(group);
        }
      }
    }
    return telemetry;
  }

  private void add(ResourceSpans group) {
    for (ScopeSpans scoped : group.getScopeSpansList()) {
      SpanMapping mapping = SpanMapping.of(group.getResource(), scoped.getScope());
      for (Span span : scoped.getSpansList()) {
        spans.add(new SentSpan(group.getResource(), scoped.getScope(), span, mapping.map(span)));
      }
    }
  }

  private void add(ResourceLogs group) {
    for (ScopeLogs scoped : group.getScopeLogsList()) {
      for (LogRecord log : scoped.getLogRecordsList()) {
        logs.add(new SentLog(log, LogMapping.map(group.getResource(), scoped.getScope(), log)));
      }
    }
  }
}
