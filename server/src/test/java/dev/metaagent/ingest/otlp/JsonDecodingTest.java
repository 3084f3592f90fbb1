package dev.metaagent.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.Captures.Capture;
import dev.metaagent.testing.Captures.Request;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonDecodingTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void jsonAndProtobufOfEveryCaptureAreTheSameMessage() throws UndecodableException {
    List<Capture> captures = Captures.all();
    assumeThat(captures).as("the recorded telemetry is beside the repository").isNotEmpty();
    int compared = 0;
    for (Capture capture : captures) {
      for (Request request : capture.requests()) {
        Signal signal = request.isLogs() ? Signal.LOGS : Signal.TRACES;
        MessageLite sent = OtlpDecoder.decode(signal, request.type(), request.body());
        MessageLite json =
            OtlpDecoder.decode(signal, ContentType.JSON, JSON.writeValueAsBytes(request.decoded()));
        assertThat(json).as(capture.toString()).isEqualTo(sent);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void theRequestsOfLangGraphJsAreReadAsSent() throws UndecodableException {
    List<byte[]> bodies = Captures.langGraphJs();
    assumeThat(bodies).as("the recorded telemetry is beside the repository").isNotEmpty();
    for (byte[] body : bodies) {
      for (Span span : spans(OtlpDecoder.traces(ContentType.JSON, body))) {
        assertThat(span.getTraceId().size()).isEqualTo(16);
        assertThat(span.getSpanId().size()).isEqualTo(8);
        assertThat(span.getEndTimeUnixNano()).isGreaterThan(span.getStartTimeUnixNano() - 1);
        assertThat(span.getAttributesCount()).isPositive();
      }
    }
  }

  @Test
  void idsAreHexOfAnyCaseAndTimesAreStringsOrNumbers() throws UndecodableException {
    Span span =
        only(
            """
            {"traceId": "5B8EFFF798038103d269b633813fc60c", "spanId": "EEE19B7EC3C1B174",
             "startTimeUnixNano": 1544712660000000000, "endTimeUnixNano": "1544712661000000000",
             "kind": 3, "status": {"code": 2}, "flags": 257}
            """);
    assertThat(span.getTraceId()).isEqualTo(ByteString.fromHex("5b8efff798038103d269b633813fc60c"));
    assertThat(span.getSpanId()).isEqualTo(ByteString.fromHex("eee19b7ec3c1b174"));
    assertThat(span.getStartTimeUnixNano()).isEqualTo(1_544_712_660_000_000_000L);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(1_544_712_661_000_000_000L);
    assertThat(span.getKindValue()).isEqualTo(3);
    assertThat(span.getStatus().getCodeValue()).isEqualTo(2);
    assertThat(span.getFlags()).isEqualTo(257);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5B8EFFF7-9803-8103-D269-B633813FC60C",
        "0x5b8efff798038103d269b633813fc60c",
        "W47/95gDgQPSabYzgT/GDA"
      })
  void idsInOtherFormsAreRead(String id) throws UndecodableException {
    assertThat(only("{\"traceId\": \"" + id + "\"}").getTraceId())
        .isEqualTo(ByteString.fromHex("5b8efff798038103d269b633813fc60c"));
  }

  @Test
  void anIdThatIsNoneCostsItsSpanAndNotTheRequest() throws UndecodableException {
    assertThat(only("{\"traceId\": \"not an id\", \"name\": \"x\"}").getTraceId().isEmpty())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"STATUS_CODE_ERROR\"", "\"ERROR\"", "\"Error\"", "\"error\"", "\"2\"", "2"})
  void aStatusIsReadHoweverItIsSpelt(String code) throws UndecodableException {
    assertThat(only("{\"status\": {\"code\": " + code + "}}").getStatus().getCodeValue())
        .isEqualTo(2);
    assertThat(only("{\"status\": " + code + "}").getStatus().getCodeValue()).isEqualTo(2);
  }

  @Test
  void namesInSnakeCaseAreRead() throws UndecodableException {
    byte[] body =
        """
        {"resource_spans": [{"resource": {"attributes": []}, "scope_spans": [{"spans": [
          {"trace_id": "5b8efff798038103d269b633813fc60c", "span_id": "eee19b7ec3c1b174",
           "start_time_unix_nano": "5", "attributes": [
             {"key": "a", "value": {"string_value": "b"}}, {"key": "n", "value": {"int_value": 3}}]}]}]}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    Span span = spans(OtlpDecoder.traces(ContentType.JSON, body)).getFirst();
    assertThat(span.getSpanId().size()).isEqualTo(8);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(5);
    assertThat(span.getAttributes(0).getValue().getStringValue()).isEqualTo("b");
    assertThat(span.getAttributes(1).getValue().getIntValue()).isEqualTo(3);
  }

  @Test
  void attributesAreNestedAsDeepAsSdksAllow() throws UndecodableException {
    String open = "{\"kvlistValue\":{\"values\":[{\"key\":\"a\",\"value\":";
    String deep = open.repeat(64) + "{\"stringValue\":\"leaf\"}" + "}]}}".repeat(64);
    Span span = only("{\"attributes\": [{\"key\": \"deep\", \"value\": " + deep + "}]}");
    byte[] protobuf =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                io.opentelemetry.proto.trace.v1.ResourceSpans.newBuilder()
                    .addScopeSpans(
                        io.opentelemetry.proto.trace.v1.ScopeSpans.newBuilder().addSpans(span)))
            .build()
            .toByteArray();
    assertThat(spans(OtlpDecoder.traces(ContentType.PROTOBUF, protobuf))).containsExactly(span);
  }

  @Test
  void idsThatSomeoneWroteAsBase64AreRead() throws UndecodableException {
    Span span = only("{\"traceId\": \"W47/95gDgQPSabYzgT/GDA==\", \"spanId\": \"7uGbfsPBsXQ=\"}");
    assertThat(span.getTraceId()).isEqualTo(ByteString.fromHex("5b8efff798038103d269b633813fc60c"));
    assertThat(span.getSpanId()).isEqualTo(ByteString.fromHex("eee19b7ec3c1b174"));
  }

  @Test
  void enumNamesUnknownFieldsAndNullsAreTolerated() throws UndecodableException {
    Span span =
        only(
            """
            {"name": "x", "kind": "SPAN_KIND_CLIENT", "status": {"code": "STATUS_CODE_ERROR"},
             "parentSpanId": null, "attributes": null, "events": [null],
             "somethingNew": {"deep": [1, {"er": null}]}}
            """);
    assertThat(span.getKindValue()).isEqualTo(3);
    assertThat(span.getStatus().getCodeValue()).isEqualTo(2);
    assertThat(span.getParentSpanId().isEmpty()).isTrue();
    assertThat(span.getEventsCount()).isZero();
  }

  @Test
  void valuesOfEveryKindArriveAsTheyWereSent() throws UndecodableException {
    Span span =
        only(
            """
            {"attributes": [
              {"key": "int as number", "value": {"intValue": -7}},
              {"key": "int as string", "value": {"intValue": "9223372036854775807"}},
              {"key": "double", "value": {"doubleValue": 0.5}},
              {"key": "not a number", "value": {"doubleValue": "NaN"}},
              {"key": "bytes", "value": {"bytesValue": "AAEC"}},
              {"key": "list", "value": {"arrayValue": {"values": [
                 {"boolValue": true}, null, {"stringValue": "b"}]}}},
              {"key": "map", "value": {"kvlistValue": {"values": [
                 {"key": "inner", "value": {"intValue": "1"}}]}}},
              {"key": "empty", "value": {}},
              {"key": "nothing", "value": null}]}
            """);
    assertThat(span.getAttributesList().stream().map(KeyValue::getKey).toList())
        .hasSize(9)
        .contains("nothing");
    assertThat(value(span, "int as number").getIntValue()).isEqualTo(-7);
    assertThat(value(span, "int as string").getIntValue()).isEqualTo(Long.MAX_VALUE);
    assertThat(value(span, "double").getDoubleValue()).isEqualTo(0.5);
    assertThat(value(span, "not a number").getDoubleValue()).isNaN();
    assertThat(value(span, "bytes").getBytesValue())
        .isEqualTo(ByteString.copyFrom(new byte[] {0, 1, 2}));
    assertThat(value(span, "list").getArrayValue().getValuesCount()).isEqualTo(3);
    assertThat(value(span, "map").getKvlistValue().getValues(0).getValue().getIntValue())
        .isEqualTo(1);
    assertThat(value(span, "empty").getValueCase()).isEqualTo(AnyValue.ValueCase.VALUE_NOT_SET);
    assertThat(value(span, "nothing").getValueCase()).isEqualTo(AnyValue.ValueCase.VALUE_NOT_SET);
  }

  @Test
  void aLoneSurrogateBecomesTheReplacementCharacter() throws UndecodableException {
    assertThat(only("{\"name\": \"a\\ud800b \\ud83d\\ude00\"}").getName())
        .isEqualTo("a\ufffdb \ud83d\ude00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{}{}",
        "{\"resourceSpans\": {}}",
        "{\"resourceSpans\": [1]}",
        "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"name\": {}}]}]}]}",
        "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"flags\": \"1e999999999\"}]}]}]}",
        "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"status\": []}]}]}]}"
      })
  void whatIsNoRequestIsRefusedAndNeverQuoted(String body) {
    assertThatThrownBy(() -> OtlpDecoder.traces(ContentType.JSON, bytes(body)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageNotContaining("xyz");
  }

  @Test
  void nestingBeyondTheLimitIsRefused() {
    String deep = "{\"x\":".repeat(5_000) + "1" + "}".repeat(5_000);
    assertThatThrownBy(() -> OtlpDecoder.traces(ContentType.JSON, bytes(deep)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("nested");
  }

  private static Span only(String span) throws UndecodableException {
    String body = "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [" + span + "]}]}]}";
    return spans(OtlpDecoder.traces(ContentType.JSON, bytes(body))).getFirst();
  }

  private static List<Span> spans(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .flatMap(group -> group.getScopeSpansList().stream())
        .flatMap(group -> group.getSpansList().stream())
        .collect(Collectors.toList());
  }

  private static AnyValue value(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(KeyValue::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
