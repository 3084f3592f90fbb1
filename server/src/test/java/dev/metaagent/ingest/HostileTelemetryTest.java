package dev.metaagent.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.metaagent.conventions.ActionContent;
import dev.metaagent.executions.Preparation;
import dev.metaagent.ingest.otlp.ContentType;
import dev.metaagent.ingest.otlp.OtlpDecoder;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.RandomMessages;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What a sender can produce is stored or refused: it neither fails the request nor stops what is
/// done with it later.
class HostileTelemetryTest {

  private static final int MESSAGES = 3_000;

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant();

  @Test
  void anyMessageIsMadeReadyToBeStored() {
    Preparation preparation = asking.bean(Preparation.class);
    for (int seed = 0; seed < MESSAGES; seed++) {
      RandomMessages random = new RandomMessages(seed);
      byte[] traces = random.like(ExportTraceServiceRequest.getDefaultInstance(), 9).toByteArray();
      byte[] logs = random.like(ExportLogsServiceRequest.getDefaultInstance(), 9).toByteArray();
      try {
        Tenant.run(
            asking.organization(),
            () -> {
              prepare(preparation, traces);
              preparation.logs(decoded(() -> OtlpDecoder.logs(ContentType.PROTOBUF, logs)));
            });
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void prepare(Preparation preparation, byte[] body) {
    ExportTraceServiceRequest request =
        decoded(() -> OtlpDecoder.traces(ContentType.PROTOBUF, body));
    Preparation.Prepared prepared = preparation.traces(request);
    assertThat(prepared.traces().toString()).doesNotContain("\0");
    request
        .getResourceSpansList()
        .forEach(group ->
            group
                .getScopeSpansList()
                .forEach(scope ->
                    scope
                        .getSpansList()
                        .forEach(span ->
                            assertThat(
                                    ActionContent.of(
                                        group.getResource(), scope.getScope(), span, List.of()))
                                .isNotNull())));
  }

  private interface Decoding<M extends Message> {
    M run() throws UndecodableException;
  }

  private static <M extends Message> M decoded(Decoding<M> decoding) {
    try {
      return decoding.run();
    } catch (UndecodableException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nulInTheValueOfAnyKnownAttributeStopsNobodysNumbers() throws Exception {
    sendForEachKnownName(_ -> "a\0b");
    innocentRunsAreCounted();
  }

  @Test
  void escapedNulInJsonInsideAnyKnownAttributeStopsNobodysNumbers() throws Exception {
    sendForEachKnownName(_ -> "{\"model\":\"\\u0000\",\"user_id\":\"\\ud800\",\"\\u0000\":\"x\"}");
    sendForEachKnownName(_ -> "[{\"role\":\"user\\u0000\",\"content\":\"\\u0000\\ud800 words\"}]");
    innocentRunsAreCounted();
  }

  @Test
  void nulInAnyTextOfAPlainRunOrItsOutcomeIsStoredAndStopsNobodysNumbers() throws Exception {
    String run =
        """
        {"id":"r$","agent":"A$","framework":"f$","version":"v$","environment":"e$","sessionId":"s$","userId":"u$",
         "prompt":{"name":"p$","version":"w$"},"arm":"a$","taskClass":"t$","learnings":["l$"],"keys":["k$"],
         "outcomeKey":"o$","attributes":{"n#":"x$","m":{"y#":["$"]}},"parentId":"b$","input":"i$","output":{"z":"$"},
         "error":{"type":"E$","message":"m$"},"model":"model$","provider":"v$","durationMs":1,
         "steps":[{"kind":"llm","id":"1$","name":"n$","model":"model$","provider":"q$","toolCallId":"c$",
                   "input":"$","output":"$","error":{"type":"$","message":"$"}}]}
        """;
    String outcome =
        "{\"id\":\"i$\",\"key\":\"k$\",\"kind\":\"k$\",\"comment\":\"c$\",\"by\":\"b$\"}";
    for (String hostile : List.of("\\u0000", "\\ud800")) {
      stored("/api/v1/executions", run.replace("$", hostile).replace("#", "\\u0000"));
      stored("/api/v1/outcomes", outcome.replace("$", hostile));
    }
    innocentRunsAreCounted();
  }

  private void stored(String path, String json) {
    var answer = asking.send("POST", path, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void anAttributeWithoutAKeyCostsNothingElse() throws Exception {
    for (String key : List.of("\"key\":\"\",", "")) {
      String pair = "{" + key + "\"value\":{\"stringValue\":\"v\"}}";
      String nested = "{\"key\":\"k\",\"value\":{\"kvlistValue\":{\"values\":[" + pair + "]}}}";
      post(
          """
          {"resourceSpans":[{"resource":{"attributes":[%1$s]},"scopeSpans":[{"scope":{"attributes":[%1$s]},"spans":[
            {"traceId":"%2$s","spanId":"b7ad6b7169203331","name":"x","attributes":[%1$s,%3$s],
             "events":[{"name":"e","attributes":[%1$s]}],"links":[{"attributes":[%1$s]}]}]}]}]}
          """
              .formatted(pair, traceId(), nested));
    }
    innocentRunsAreCounted();
  }

  @Test
  void nulInTheNameOfAnAgentIsStoredAndSoAreTheOthersOfItsRequest() throws Exception {
    post(
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
            + span("gen_ai.agent.name", "Nul\0Agent")
            + ","
            + span("gen_ai.agent.name", "Innocent")
            + "]}]}]}");
    assertThat(asking.get("/api/v1/executions?agent=Innocent").get("items")).hasSize(1);
    assertThat(asking.get("/api/v1/executions?limit=50").get("items")).hasSize(2);
  }

  private void sendForEachKnownName(Function<String, String> value) throws IOException {
    List<String> spans = new ArrayList<>();
    for (String name : knownNames()) {
      spans.add(span(name, value.apply(name)));
    }
    assertThat(spans).hasSizeGreaterThan(250);
    post("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + String.join(",", spans) + "]}]}]}");
  }

  /// The names of attributes that the mapping reads.
  private static List<String> knownNames() throws IOException {
    String table = "server/src/main/java/dev/metaagent/conventions/attributes/AttributeNames.java";
    Path file =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .map(folder -> folder.resolve(table))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    return Pattern.compile("\"([a-zA-Z0-9_.:]+)\"")
        .matcher(Files.readString(file))
        .results()
        .map(name -> name.group(1))
        .distinct()
        .toList();
  }

  /// A model call of an agent, in a trace of its own, with one more attribute.
  private String span(String key, String value) {
    List<Map<String, Object>> attributes = new ArrayList<>();
    attributes.add(attribute("metaagent.action.kind", "agent"));
    if (!key.equals("gen_ai.agent.name")) {
      attributes.add(attribute("gen_ai.agent.name", "Hostile"));
    }
    attributes.add(attribute(key, value));
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "traceId",
                traceId(),
                "spanId",
                "b7ad6b7169203331",
                "name",
                "call",
                "startTimeUnixNano",
                nanos(now.minusSeconds(3)),
                "endTimeUnixNano",
                nanos(now),
                "attributes",
                attributes));
  }

  private static Map<String, Object> attribute(String key, String value) {
    return Map.of("key", key, "value", Map.of("stringValue", value));
  }

  private static String nanos(Instant at) {
    return at.getEpochSecond() + "000000000";
  }

  private static String traceId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private void post(String json) {
    asking.post("/v1/traces", "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  private void innocentRunsAreCounted() throws InterruptedException {
    String name = "Innocent " + UUID.randomUUID();
    post(
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
            + span("gen_ai.agent.name", name)
            + "]}]}]}");
    Asking.eventually(() ->
        asking
                .get("/api/v1/agents?q=" + Asking.encoded(name))
                .at("/items/0/health/executions")
                .asInt()
            == 1);
    Asking.eventually(() ->
        !asking
            .get("/api/v1/executions?q=" + Asking.encoded(name.substring(9)))
            .get("items")
            .isEmpty());
  }
}
