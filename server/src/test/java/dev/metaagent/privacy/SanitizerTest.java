package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.ByteString;
import dev.metaagent.privacy.detect.DataClass;
import dev.metaagent.privacy.detect.NameKeys;
import dev.metaagent.privacy.detect.Treatment;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Every place of an OTLP message that can hold text is looked through, and nothing else changes.
class SanitizerTest {

  private static final String MAIL = "ada@x.example";

  private final Sanitizer sanitizer = new Sanitizer(Texts.POLICY, new CleanedTextCache());

  private static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  private static KeyValue pair(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static KeyValue pair(String key, String value) {
    return pair(key, text(value));
  }

  private static AnyValue list(AnyValue... values) {
    return AnyValue.newBuilder()
        .setArrayValue(ArrayValue.newBuilder().addAllValues(java.util.List.of(values)))
        .build();
  }

  private static AnyValue map(KeyValue... pairs) {
    return AnyValue.newBuilder()
        .setKvlistValue(KeyValueList.newBuilder().addAllValues(java.util.List.of(pairs)))
        .build();
  }

  private static AnyValue bytes(byte[] bytes) {
    return AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(bytes)).build();
  }

  @Test
  void aTextOfNothingButFieldsTakesNoLongerThanAnyOther() {
    String fields = "password=".repeat(100_000);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> sanitizer.text(fields));
  }

  @Test
  void anObjectIsNoKeyOfAnOutcome() {
    Span span =
        Span.newBuilder()
            .addAttributes(
                pair(OutcomeKeyCleaner.ATTRIBUTE, list(text("lead-1"), map(pair("x", MAIL)))))
            .addAttributes(pair(OutcomeKeyCleaner.ATTRIBUTE, map(pair("x", MAIL))))
            .build();

    assertThat(sanitizer.span(span).toString()).contains("lead-1").doesNotContain(MAIL);
  }

  private static InstrumentationScope.Builder scope() {
    return InstrumentationScope.newBuilder()
        .setName("tracer of " + MAIL)
        .setVersion(MAIL)
        .addAttributes(pair("by", MAIL));
  }

  @Test
  void noPlaceOfARequestIsForgotten() {
    Span span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFromUtf8("0123456789abcdef"))
            .setName("mail to " + MAIL)
            .setTraceState("user=" + MAIL)
            .setStatus(Status.newBuilder().setMessage("no user " + MAIL))
            .addAttributes(pair("input.value", "{\"to\":\"" + MAIL + "\"}"))
            .addAttributes(pair("list", list(text(MAIL), list(text(MAIL)))))
            .addAttributes(pair("map", map(pair("of " + MAIL, map(pair("x", MAIL))))))
            .addAttributes(pair("raw", bytes(MAIL.getBytes(StandardCharsets.UTF_8))))
            .addAttributes(pair("seats." + MAIL, "12A"))
            .addEvents(Span.Event.newBuilder().setName(MAIL).addAttributes(pair("e", MAIL)))
            .addLinks(
                Span.Link.newBuilder().setTraceState("user=" + MAIL).addAttributes(pair("l", MAIL)))
            .build();
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setResource(Resource.newBuilder().addAttributes(pair("host.owner", MAIL)))
                    .setSchemaUrl("https://x.example/" + MAIL)
                    .addScopeSpans(
                        ScopeSpans.newBuilder()
                            .setScope(scope())
                            .setSchemaUrl("https://x.example/" + MAIL)
                            .addSpans(span)))
            .build();

    ExportTraceServiceRequest clean = sanitizer.traces(request);

    assertThat(clean.toByteString().toString(StandardCharsets.ISO_8859_1)).doesNotContain(MAIL);
    assertThat(clean.toString().split("<EMAIL:k", -1)).hasSize(1 + 20);
    assertThat(sanitizer.counts()[DataClass.EMAIL.index()]).isEqualTo(20);
    assertThat(clean.getResourceSpans(0).getScopeSpans(0).getSpans(0).getTraceId())
        .isEqualTo(span.getTraceId());
    assertThat(sanitizer.traces(clean)).isSameAs(clean);
  }

  @Test
  void logRecordsAreLookedThroughToo() {
    LogRecord log =
        LogRecord.newBuilder()
            .setEventName("sent to " + MAIL)
            .setBody(map(pair("content", MAIL)))
            .setSeverityText("error of " + MAIL)
            .addAttributes(pair("a", MAIL))
            .build();
    ExportLogsServiceRequest request =
        ExportLogsServiceRequest.newBuilder()
            .addResourceLogs(
                ResourceLogs.newBuilder()
                    .setSchemaUrl("https://x.example/" + MAIL)
                    .addScopeLogs(
                        ScopeLogs.newBuilder()
                            .setScope(scope())
                            .setSchemaUrl("https://x.example/" + MAIL)
                            .addLogRecords(log)))
            .build();

    ExportLogsServiceRequest clean = sanitizer.logs(request);

    assertThat(clean.toString()).doesNotContain(MAIL);
    assertThat(sanitizer.logs(clean)).isSameAs(clean);
  }

  @Test
  void namesAndVersionsOfInstrumentationStayAsTheyAre() {
    ScopeSpans scoped =
        ScopeSpans.newBuilder()
            .setScope(
                InstrumentationScope.newBuilder()
                    .setName("@opentelemetry/instrumentation-http")
                    .setVersion("1.21.0.4"))
            .setSchemaUrl("https://opentelemetry.io/schemas/1.28.0")
            .build();
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setSchemaUrl("https://opentelemetry.io/schemas/1.28.0")
                    .addScopeSpans(scoped))
            .build();

    assertThat(sanitizer.traces(request)).isSameAs(request);
  }

  @Test
  void whatHoldsNothingIsTheSameObject() {
    Span span =
        Span.newBuilder()
            .setName("chat gpt-4o")
            .addAttributes(pair("gen_ai.response.id", "chatcmpl-4111111111111111"))
            .addAttributes(pair("user.id", "user-4711"))
            .addAttributes(pair("order.id", "4111111111111111"))
            .addAttributes(pair("n", AnyValue.newBuilder().setIntValue(4111111111111111L).build()))
            .addAttributes(
                pair("llm.input", "a long question about nothing that is personal at all"))
            .build();

    assertThat(sanitizer.span(span)).isSameAs(span);
    assertThat(sanitizer.id("user-4711")).isEqualTo("user-4711");
  }

  @Test
  void bytesThatAreNoTextAreDescribed() {
    Span span =
        Span.newBuilder()
            .addAttributes(pair("picture", bytes(new byte[] {(byte) 0xFF, 0, 1})))
            .build();

    assertThat(sanitizer.span(span).getAttributes(0).getValue().getStringValue())
        .isEqualTo("3 bytes");
  }

  @Test
  void theKeyOfAnAttributeSaysWhatItsValueIs() {
    Span span =
        Span.newBuilder()
            .addAttributes(pair("app.customer_name", "Ada Lovelace"))
            .addAttributes(pair("db.password", "correct horse"))
            .addAttributes(pair("db.passwd", "hunter22"))
            .addAttributes(
                pair("http.request.header.x-api-key", list(text("a8f3K2m9Qx7Lp0Zr5Tv1"))))
            .addAttributes(pair("customer.phone", "668 5702"))
            .addAttributes(pair("gen_ai.token.type", "input"))
            .build();

    assertThat(sanitizer.span(span).toString())
        .contains("<PERSON_NAME:k", "<PASSWORD>", "<API_KEY>", "<PHONE:k", "\"input\"")
        .doesNotContain("Lovelace", "hunter22", "a8f3", "5702");
  }

  @Test
  void keysOfOutcomesStayApartWhereAddressesAreBlackedOut() {
    PrivacyPolicy blackedOut =
        new PrivacyPolicy(
            new java.util.EnumMap<>(java.util.Map.of(DataClass.EMAIL, Treatment.REDACT)),
            new NameKeys(NameKeys.STANDARD),
            java.util.List.of(),
            java.util.List.of(),
            new byte[32]);
    Sanitizer strict = new Sanitizer(blackedOut, new CleanedTextCache());
    String ada = strict.attribute(OutcomeKeyCleaner.ATTRIBUTE, "lead:" + MAIL);
    String bob = strict.attribute(OutcomeKeyCleaner.ATTRIBUTE, "lead:bob@x.example");
    assertThat(ada).doesNotContain(MAIL).isNotEqualTo(bob);
    assertThat(strict.attribute(OutcomeKeyCleaner.ATTRIBUTE, "lead:" + MAIL)).isEqualTo(ada);
    assertThat(strict.attribute(OutcomeKeyCleaner.ATTRIBUTE, ada)).isEqualTo(ada);
    assertThat(strict.attribute(OutcomeKeyCleaner.ATTRIBUTE, "crm:42")).isEqualTo("crm:42");
  }
}
