package dev.metaagent.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Status;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BodyAndReplyTest {

  @Test
  void theLimitCountsBytesAfterDecompression() throws IOException, UndecodableException {
    byte[] packed = gzip(new byte[100_000]);
    assertThat(packed.length).isLessThan(1_000);
    assertThat(new BoundedBody(100_000).read(new ByteArrayInputStream(packed), "gzip", _ -> {}))
        .hasSize(100_000);
    assertThatThrownBy(
            () -> new BoundedBody(99_999).read(new ByteArrayInputStream(packed), "gzip", _ -> {}))
        .isInstanceOf(TooLargeException.class);
  }

  @Test
  void memoryIsAskedForBeforeItIsUnpacked() throws IOException {
    byte[] packed = gzip(new byte[10_000_000]);
    long[] asked = {0};
    BoundedBody body = new BoundedBody(10_000_000);
    assertThatThrownBy(() ->
            body.read(
                new ByteArrayInputStream(packed),
                "gzip",
                bytes -> {
                  asked[0] += bytes;
                  if (asked[0] > 1_000_000) {
                    throw new IllegalStateException("full");
                  }
                }))
        .hasMessage("full");
    assertThat(asked[0]).isLessThan(2_000_000);
  }

  @Test
  void aPlainBodyOverTheLimitIsTooLarge() {
    assertThatThrownBy(
            () -> new BoundedBody(10).read(new ByteArrayInputStream(new byte[11]), null, _ -> {}))
        .isInstanceOf(TooLargeException.class)
        .hasMessageContaining("10 bytes");
  }

  @Test
  void brokenGzipAndUnknownEncodingsAreUndecodable() throws IOException {
    byte[] cut = gzip("hello".repeat(100).getBytes(StandardCharsets.UTF_8));
    byte[] half = Arrays.copyOf(cut, cut.length / 2);
    BoundedBody body = new BoundedBody(1_000);
    assertThatThrownBy(() -> body.read(new ByteArrayInputStream(half), "gzip", _ -> {}))
        .isInstanceOf(UndecodableException.class);
    assertThatThrownBy(
            () -> body.read(new ByteArrayInputStream(new byte[] {1, 2, 3}), "gzip", _ -> {}))
        .isInstanceOf(UndecodableException.class);
    assertThatThrownBy(() -> body.read(new ByteArrayInputStream(cut), "br", _ -> {}))
        .isInstanceOf(UndecodableException.class);
    assertThat(BoundedBody.supports("br")).isFalse();
    assertThat(BoundedBody.supports("GZIP")).isTrue();
    assertThat(BoundedBody.supports(null)).isTrue();
  }

  @Test
  void successIsAnEmptyMessageInTheTypeOfTheRequest() {
    assertThat(OtlpReply.success(Signal.TRACES, ContentType.PROTOBUF)).isEmpty();
    assertThat(text(OtlpReply.success(Signal.LOGS, ContentType.JSON))).isEqualTo("{}");
  }

  @Test
  void partialSuccessNamesWhatWasRejected() throws IOException {
    ExportTraceServiceResponse spans =
        ExportTraceServiceResponse.parseFrom(
            OtlpReply.partial(Signal.TRACES, ContentType.PROTOBUF, 3, "bad ids"));
    assertThat(spans.getPartialSuccess().getRejectedSpans()).isEqualTo(3);
    assertThat(spans.getPartialSuccess().getErrorMessage()).isEqualTo("bad ids");
    ExportLogsServiceResponse logs =
        ExportLogsServiceResponse.parseFrom(
            OtlpReply.partial(Signal.LOGS, ContentType.PROTOBUF, 0, "late"));
    assertThat(logs.getPartialSuccess().getErrorMessage()).isEqualTo("late");
    assertThat(text(OtlpReply.partial(Signal.LOGS, ContentType.JSON, 2, "a \"b\"")))
        .isEqualTo(
            "{\"partialSuccess\":{\"rejectedLogRecords\":\"2\",\"errorMessage\":\"a \\\"b\\\"\"}}");
    assertThat(text(OtlpReply.partial(Signal.METRICS, ContentType.JSON, 7, "not stored")))
        .contains("\"rejectedDataPoints\":\"7\"");
    assertThat(OtlpReply.partial(Signal.METRICS, ContentType.PROTOBUF, 7, "not stored"))
        .isNotEmpty();
  }

  @Test
  void aRefusalIsAStatusInTheTypeOfTheRequest() throws IOException {
    Status status = Status.parseFrom(OtlpReply.status(ContentType.PROTOBUF, 3, "x".repeat(10_000)));
    assertThat(status.getCode()).isEqualTo(3);
    assertThat(status.getMessage()).hasSize(2_000);
    assertThat(text(OtlpReply.status(ContentType.JSON, 14, "busy")))
        .isEqualTo("{\"code\":14,\"message\":\"busy\"}");
  }

  @Test
  void contentTypesAreReadWithTheirParameters() {
    assertThat(ContentType.of("application/json; charset=utf-8")).contains(ContentType.JSON);
    assertThat(ContentType.of("Application/X-Protobuf")).contains(ContentType.PROTOBUF);
    assertThat(ContentType.of("text/plain")).isEmpty();
    assertThat(ContentType.of(null)).isEmpty();
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
