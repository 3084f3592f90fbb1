package dev.metaagent.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests of which nothing can be stored: each is refused with where it belongs.
class MisplacedBodyTest {

  private static final byte[] SPANS =
      ExportTraceServiceRequest.newBuilder()
          .addResourceSpans(
              ResourceSpans.newBuilder()
                  .addScopeSpans(
                      ScopeSpans.newBuilder()
                          .addSpans(
                              Span.newBuilder()
                                  .setTraceId(ByteString.copyFrom(new byte[16]))
                                  .setSpanId(ByteString.copyFromUtf8("8 bytes."))
                                  .setName("a span"))))
          .build()
          .toByteArray();

  private static byte[] logs(boolean inSpan) {
    LogRecord.Builder log =
        LogRecord.newBuilder()
            .setTimeUnixNano(1_800_000_000_000_000_000L)
            .setBody(AnyValue.newBuilder().setStringValue("hello"));
    if (inSpan) {
      log.setTraceId(ByteString.copyFromUtf8("a trace of bytes"))
          .setSpanId(ByteString.copyFromUtf8("8 bytes."));
    }
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder().addScopeLogs(ScopeLogs.newBuilder().addLogRecords(log)))
        .build()
        .toByteArray();
  }

  private static final byte[] METRICS =
      ExportMetricsServiceRequest.newBuilder()
          .addResourceMetrics(
              ResourceMetrics.newBuilder()
                  .addScopeMetrics(
                      ScopeMetrics.newBuilder()
                          .addMetrics(
                              Metric.newBuilder()
                                  .setName("tokens")
                                  .setUnit("1")
                                  .setGauge(
                                      Gauge.newBuilder()
                                          .addDataPoints(
                                              NumberDataPoint.newBuilder().setAsInt(7))))))
          .build()
          .toByteArray();

  private static UndecodableException refused(Signal signal, ContentType type, byte[] body) {
    return catchThrowableOfType(
        UndecodableException.class,
        () -> {
          if (signal == Signal.METRICS) {
            OtlpDecoder.metrics(type, body);
          } else {
            OtlpDecoder.decode(signal, type, body);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void logsInProtobufAreNoTraces(boolean inSpan) {
    UndecodableException why = refused(Signal.TRACES, ContentType.PROTOBUF, logs(inSpan));
    assertThat(why).hasMessage("The body holds logs.");
    assertThat(why.remedy()).contains("/v1/logs");
  }

  @Test
  void anotherSignalInProtobufIsNamed() {
    assertThat(refused(Signal.LOGS, ContentType.PROTOBUF, SPANS)).hasMessageContaining("traces");
    assertThat(refused(Signal.TRACES, ContentType.PROTOBUF, METRICS))
        .hasMessageContaining("metrics");
    assertThat(refused(Signal.LOGS, ContentType.PROTOBUF, METRICS)).hasMessageContaining("metrics");
  }

  @ParameterizedTest
  @CsvSource({
    "TRACES, resourceLogs, logs",
    "TRACES, resource_logs, logs",
    "TRACES, resourceMetrics, metrics",
    "LOGS, resourceSpans, traces",
    "METRICS, resourceSpans, traces",
    "TRACES, resourceProfiles, profiles",
    "TRACES, spans, spans"
  })
  void anotherSignalInJsonIsNamed(Signal signal, String field, String named) {
    byte[] body = ("{\"" + field + "\": [{}]}").getBytes(StandardCharsets.UTF_8);
    assertThat(refused(signal, ContentType.JSON, body)).hasMessageContaining(named);
  }

  @Test
  void abodyInTheOtherEncodingIsNamed() {
    byte[] json = "{\"resourceSpans\": []}".getBytes(StandardCharsets.UTF_8);
    assertThat(refused(Signal.TRACES, ContentType.PROTOBUF, json)).hasMessageContaining("is JSON");
    assertThat(refused(Signal.TRACES, ContentType.JSON, SPANS)).hasMessageContaining("is protobuf");
    byte[] packed = {0x1f, (byte) 0x8b, 8, 0, 0};
    assertThat(refused(Signal.TRACES, ContentType.JSON, packed)).hasMessageContaining("gzip");
  }

  @Test
  void bytesThatMeanNothingAreNoEmptyRequest() {
    byte[] unknown = {0x7a, 3, 'a', 'b', 'c'};
    assertThat(refused(Signal.TRACES, ContentType.PROTOBUF, unknown)).isNotNull();
  }

  @Test
  void anEmptyRequestIsOne() throws UndecodableException {
    assertThat(OtlpDecoder.traces(ContentType.PROTOBUF, new byte[0]).getResourceSpansCount())
        .isZero();
    byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
    assertThat(OtlpDecoder.traces(ContentType.JSON, json).getResourceSpansCount()).isZero();
  }

  @Test
  void metricsAreCountedInBothEncodings() throws UndecodableException {
    byte[] json =
        """
        {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "a", "x": {"metrics": [1]}},
          {"name": "b"}]}, {"scope": {}, "metrics": [{"name": "c"}]}]}, {}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    assertThat(OtlpDecoder.metrics(ContentType.JSON, json)).isEqualTo(3);
    assertThat(OtlpDecoder.metrics(ContentType.PROTOBUF, METRICS)).isEqualTo(1);
  }
}
