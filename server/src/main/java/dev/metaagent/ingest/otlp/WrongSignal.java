package dev.metaagent.ingest.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a protobuf request of another signal: the messages are alike, so that one is often
 * read as the other, with nothing in it that can be stored.
 */
final class WrongSignal {
  private WrongSignal() {}

  /** The signal as which every record of the body can be read; null if there is none. */
  static @Nullable Misplaced of(byte[] body) {
    if (all(body, ExportTraceServiceRequest::parseFrom, WrongSignal::spans, WrongSignal::is)) {
      return Misplaced.TRACES;
    }
    if (all(body, ExportLogsServiceRequest::parseFrom, WrongSignal::records, WrongSignal::is)) {
      return Misplaced.LOGS;
    }
    boolean metrics =
        all(body, ExportMetricsServiceRequest::parseFrom, WrongSignal::metrics, WrongSignal::is);
    return metrics ? Misplaced.METRICS : null;
  }

  private interface Parsing<M> {
    M of(CodedInputStream in) throws IOException;
  }

  private interface Check<R> {
    boolean of(R record);
  }

  private static <M extends Message, R extends Message> boolean all(
      byte[] body, Parsing<M> parsing, Function<M, List<R>> records, Check<R> check) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(body);
      in.setRecursionLimit(JsonRequests.DEEPEST_NESTING);
      M request = parsing.of(in);
      List<R> all = records.apply(request);
      return request.getUnknownFields().asMap().isEmpty()
          && !all.isEmpty()
          && all.stream().allMatch(record -> known(record) && check.of(record));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean known(Message record) {
    return record.getUnknownFields().asMap().isEmpty();
  }

  private static boolean is(Span span) {
    return span.getTraceId().size() == 16 && span.getSpanId().size() == 8;
  }

  private static boolean is(LogRecord log) {
    return log.hasBody() || log.getTimeUnixNano() != 0 || log.getObservedTimeUnixNano() != 0;
  }

  private static boolean is(Metric metric) {
    return metric.getDataCase() != Metric.DataCase.DATA_NOT_SET;
  }

  private static List<Span> spans(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  private static List<LogRecord> records(ExportLogsServiceRequest request) {
    return request.getResourceLogsList().stream()
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .toList();
  }

  private static List<Metric> metrics(ExportMetricsServiceRequest request) {
    return request.getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .toList();
  }
}
