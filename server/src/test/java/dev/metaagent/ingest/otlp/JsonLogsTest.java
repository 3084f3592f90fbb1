package dev.metaagent.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Log records, links and numbers of OTLP/JSON, and how much heap a body will take up. */
class JsonLogsTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static LogRecord log(String record) throws UndecodableException {
    return OtlpDecoder.logs(
            ContentType.JSON,
            bytes("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + record + "]}]}]}"))
        .getResourceLogs(0)
        .getScopeLogs(0)
        .getLogRecords(0);
  }

  private static Span span(String span) throws UndecodableException {
    return OtlpDecoder.traces(
            ContentType.JSON,
            bytes("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + span + "]}]}]}"))
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpans(0);
  }

  @Test
  void everyFieldOfALogRecordIsRead() throws UndecodableException {
    LogRecord log =
        log(
            """
            {"timeUnixNano":"5","observedTimeUnixNano":6,"severityNumber":"SEVERITY_NUMBER_WARN",
             "severityText":"warn","body":{"stringValue":"hi"},"eventName":"gen_ai.choice","flags":1,
             "traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331",
             "attributes":[{"key":"a","value":{"intValue":"1"}}],"droppedAttributesCount":2}
            """);
    assertThat(log.getTimeUnixNano()).isEqualTo(5);
    assertThat(log.getObservedTimeUnixNano()).isEqualTo(6);
    assertThat(log.getSeverityNumberValue()).isEqualTo(13);
    assertThat(log.getBody().getStringValue()).isEqualTo("hi");
    assertThat(log.getEventName()).isEqualTo("gen_ai.choice");
    assertThat(log.getTraceId()).isEqualTo(ByteString.fromHex("0af7651916cd43dd8448eb211c80319c"));
    assertThat(log.getAttributes(0).getValue().getIntValue()).isOne();
    assertThat(log.getDroppedAttributesCount()).isEqualTo(2);
    assertThat(log.getFlags()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"17,17", "'\"SEVERITY_NUMBER_ERROR\"',17", "'\"9\"',9", "'\"LOUD\"',0"})
  void aSeverityIsANumberOrAName(String sent, int number) throws UndecodableException {
    assertThat(log("{\"severityNumber\":" + sent + "}").getSeverityNumberValue()).isEqualTo(number);
  }

  @Test
  void resourceAndScopeOfLogsAreRead() throws UndecodableException {
    ResourceLogs group =
        OtlpDecoder.logs(
                ContentType.JSON,
                bytes(
                    """
                    {"resourceLogs":[{"schemaUrl":"u","resource":{"droppedAttributesCount":1,"attributes":
                      [{"key":"service.name","value":{"stringValue":"s"}}]},
                     "scopeLogs":[{"schemaUrl":"v","scope":{"name":"n","version":"1"},"logRecords":null}]}]}
                    """))
            .getResourceLogs(0);
    assertThat(group.getSchemaUrl()).isEqualTo("u");
    assertThat(group.getResource().getAttributes(0).getKey()).isEqualTo("service.name");
    assertThat(group.getScopeLogs(0).getScope().getName()).isEqualTo("n");
    assertThat(group.getScopeLogs(0).getScope().getVersion()).isEqualTo("1");
    assertThat(group.getScopeLogs(0).getLogRecordsCount()).isZero();
  }

  @Test
  void linksAndEventsAreRead() throws UndecodableException {
    Span span =
        span(
            """
            {"links":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331",
               "traceState":"a=b","flags":3,"attributes":[]}],
             "events":[{"name":"e","timeUnixNano":"7","attributes":[{"key":"k"}]}],
             "droppedLinksCount":4,"droppedEventsCount":"5","traceState":"c=d"}
            """);
    assertThat(span.getLinks(0).getTraceState()).isEqualTo("a=b");
    assertThat(span.getLinks(0).getFlags()).isEqualTo(3);
    assertThat(span.getEvents(0).getTimeUnixNano()).isEqualTo(7);
    assertThat(span.getEvents(0).getAttributes(0).getKey()).isEqualTo("k");
    assertThat(span.getDroppedLinksCount()).isEqualTo(4);
    assertThat(span.getDroppedEventsCount()).isEqualTo(5);
    assertThat(span.getTraceState()).isEqualTo("c=d");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "'\"1\"',1", "1.9,1", "1e3,1000", "'\"18446744073709551615\"',-1", "-1,-1"})
  void aNumberOf64BitsIsReadInAnyForm(String sent, long bits) throws UndecodableException {
    assertThat(span("{\"startTimeUnixNano\":" + sent + "}").getStartTimeUnixNano()).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"18446744073709551616\"",
        "1e31",
        "\"\"",
        "\"x\"",
        "true",
        "{}",
        "[1]",
        "\"00000000000000000000000000000000000000001\""
      })
  void whatHasMoreBitsIsRefused(String sent) {
    assertThatThrownBy(() -> span("{\"startTimeUnixNano\":" + sent + "}"))
        .isInstanceOf(UndecodableException.class);
  }

  @ParameterizedTest
  @CsvSource({"'\"AP-_\"',00ffbf", "'\"AP+/\"',00ffbf", "'\"\"',''"})
  void bytesAreBase64OfEitherAlphabet(String sent, String hex) throws UndecodableException {
    AnyValue value =
        span("{\"attributes\":[{\"key\":\"k\",\"value\":{\"bytesValue\":" + sent + "}}]}")
            .getAttributes(0)
            .getValue();
    assertThat(value.getBytesValue()).isEqualTo(ByteString.fromHex(hex));
  }

  @Test
  void manyEmptySpansTakeMoreHeapThanTheirBytes() throws UndecodableException {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 0; i < 1_000; i++) {
      scope.addSpans(Span.getDefaultInstance());
    }
    byte[] protobuf =
        request
            .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
            .build()
            .toByteArray();
    byte[] json =
        bytes("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + "{},".repeat(999) + "{}]}]}]}");

    assertThat(protobuf.length).isLessThan(2_100);
    assertThat(OtlpDecoder.decodedSize(Signal.TRACES, ContentType.PROTOBUF, protobuf))
        .isBetween(1_000 * 1_024L, 1_000 * 1_024L + 10_000);
    assertThat(OtlpDecoder.decodedSize(Signal.TRACES, ContentType.JSON, json))
        .isBetween(1_000 * 1_024L, 1_000 * 1_024L + 10_000);
    assertThat(OtlpDecoder.traces(ContentType.JSON, json))
        .isEqualTo(OtlpDecoder.traces(ContentType.PROTOBUF, protobuf));
  }

  @Test
  void aBodyThatCannotBeReadCountsAsFarAsItCan() {
    byte[] broken = bytes("{\"a\":{},\"b\":");
    assertThat(DecodedSize.ofJson(broken)).isGreaterThan(2 * 1_024);
    assertThat(DecodedSize.ofJson(bytes("nothing"))).isEqualTo(7);
    assertThat(
            DecodedSize.ofProtobuf(
                new byte[] {10, 127, 1}, ExportLogsServiceRequest.getDescriptor()))
        .isEqualTo(3 + 64);
  }

  @Test
  void eachObjectOfADocumentMayBeARecord() {
    long one = DecodedSize.ofJson(bytes("[{}]"));
    long two = DecodedSize.ofJson(bytes("[{},{}]"));
    assertThat(two - one).isEqualTo(1_024 + 3);
  }
}
