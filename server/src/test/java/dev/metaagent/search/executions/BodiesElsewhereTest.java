package dev.metaagent.search.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run and a tool were given and gave, where only the actions around them tell it. */
class BodiesElsewhereTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String trace = UUID.randomUUID().toString().replace("-", "");
  private final Instant now = Clock.systemUTC().instant();
  private final Asking asking = new Asking();
  private final List<Map<String, Object>> spans = new ArrayList<>();

  private void agent(int id, int parent, String name, Object... attributes) {
    span(id, parent, "gen_ai.operation.name", "invoke_agent", attributes);
    attribute("gen_ai.agent.name", name);
  }

  private void call(int id, int parent, Object input, Object output) {
    span(id, parent, "gen_ai.operation.name", "chat");
    attribute("gen_ai.request.model", "gpt-4o");
    attribute("gen_ai.input.messages", JSON.writeValueAsString(input));
    attribute("gen_ai.output.messages", JSON.writeValueAsString(output));
  }

  private void tool(int id, int parent, String name, Object... attributes) {
    span(id, parent, "gen_ai.operation.name", "execute_tool", attributes);
    attribute("gen_ai.tool.name", name);
  }

  private void span(int id, int parent, String name, String value, Object... attributes) {
    long start = now.minusSeconds(60).toEpochMilli() + id;
    List<Map<String, Object>> pairs = new ArrayList<>();
    spans.add(
        Map.of(
            "traceId",
            trace,
            "spanId",
            SentRun.spanId(id),
            "parentSpanId",
            parent == 0 ? "" : SentRun.spanId(parent),
            "name",
            "span " + id,
            "startTimeUnixNano",
            start + "000000",
            "endTimeUnixNano",
            start + (parent == 0 ? 50 : 0) + "500000",
            "attributes",
            pairs));
    attribute(name, value);
    for (int i = 0; i < attributes.length; i += 2) {
      attribute((String) attributes[i], (String) attributes[i + 1]);
    }
  }

  @SuppressWarnings("unchecked")
  private void attribute(String name, String value) {
    ((List<Map<String, Object>>) Objects.requireNonNull(spans.getLast().get("attributes")))
        .add(Map.of("key", name, "value", Map.of("stringValue", value)));
  }

  private static Map<String, Object> text(String role, String text) {
    return Map.of("role", role, "parts", List.of(Map.of("type", "text", "content", text)));
  }

  private static Map<String, Object> asks(String id, String name, Map<String, Object> arguments) {
    Map<String, Object> part =
        Map.of("type", "tool_call", "id", id, "name", name, "arguments", arguments);
    return Map.of("role", "assistant", "parts", List.of(part));
  }

  private static Map<String, Object> answers(String id, String text) {
    Map<String, Object> part = Map.of("type", "tool_call_response", "id", id, "response", text);
    return Map.of("role", "tool", "parts", List.of(part));
  }

  private JsonNode send(int shown) {
    Map<String, Object> scope = Map.of("scope", Map.of("name", "test"), "spans", spans);
    byte[] body =
        JSON.writeValueAsString(
                Map.of("resourceSpans", List.of(Map.of("scopeSpans", List.of(scope)))))
            .getBytes(StandardCharsets.UTF_8);
    asking.post("/v1/traces", "application/json", body);
    return asking.get("/api/v1/executions/" + trace + "-" + SentRun.spanId(shown));
  }

  private JsonNode action(int id) {
    return asking.get(
        "/api/v1/executions/" + trace + "-" + SentRun.spanId(1) + "/actions/" + SentRun.spanId(id));
  }

  @Test
  void theFirstCallTellsWhatARunWasAskedAndTheLastWhatItAnswered() {
    agent(
        1,
        0,
        "desk",
        "input.value",
        "{\"init_state\":{}}",
        "output.value",
        "StopEvent(result=Out(a...");
    call(
        2,
        1,
        List.of(text("user", "Where is it?")),
        List.of(asks("c1", "lookup", Map.of("id", "7"))));
    call(
        3,
        1,
        List.of(text("user", "Where is it?"), answers("c1", "Kiel")),
        List.of(text("assistant", "In Kiel.\n")));

    JsonNode run = send(1);

    assertThat(run.get("input").asString()).isEqualTo("Where is it?");
    assertThat(run.get("output").asString()).isEqualTo("In Kiel.");
  }

  @Test
  void aRunWhoseLastCallOnlyAsksForAToolHasNoKnownAnswer() {
    agent(1, 0, "desk", "gen_ai.completion", "{}");
    call(
        2,
        1,
        List.of(text("user", "Where is it?")),
        List.of(asks("c1", "lookup", Map.of("id", "7"))));

    assertThat(send(1).get("output").isNull()).isTrue();
    assertThat(action(1).get("output").isNull()).isTrue();
  }

  @Test
  void theRunThatEndedLastAnswersForTheOneThatOnlyCalledAgents() {
    agent(1, 0, "team");
    agent(2, 1, "finder");
    call(3, 2, List.of(text("user", "Where is it?")), List.of(text("assistant", "In Kiel.")));
    agent(4, 1, "writer");
    call(
        5,
        4,
        List.of(text("user", "Tell it")),
        List.of(text("assistant", "Dear customer, it is in Kiel.")));

    JsonNode run = send(1);

    assertThat(run.get("output").asString()).isEqualTo("Dear customer, it is in Kiel.");
  }

  @Test
  void theModelsCallNamesTheArgumentsThatAToolGotByPosition() {
    agent(1, 0, "desk");
    call(
        2,
        1,
        List.of(text("user", "?")),
        List.of(asks("c1", "lookup", Map.of("id", "6")), asks("c2", "lookup", Map.of("id", "7"))));
    tool(3, 1, "lookup", "gen_ai.tool.call.id", "c2", "input.value", "7", "output.value", "Kiel");
    send(1);

    assertThat(action(3).get("input")).isEqualTo(JSON.readTree("{\"id\":\"7\"}"));
    assertThat(action(3).get("output").asString()).isEqualTo("Kiel");
  }

  @Test
  void aCallWithoutAnIdFitsTheToolOfItsName() {
    agent(1, 0, "desk");
    Map<String, Object> asked =
        Map.of("type", "tool_call", "name", "lookup", "arguments", Map.of("id", "7"));
    call(
        2,
        1,
        List.of(text("user", "?")),
        List.of(Map.of("role", "assistant", "parts", List.of(asked))));
    tool(3, 1, "lookup", "gen_ai.tool.call.id", "c1", "input.value", "7");
    send(1);

    assertThat(action(3).get("input")).isEqualTo(JSON.readTree("{\"id\":\"7\"}"));
  }

  @Test
  void ofACallThatCameInPiecesTheLastOneIsWhole() {
    agent(1, 0, "desk");
    call(
        2,
        1,
        List.of(text("user", "?")),
        List.of(asks("c1", "lookup", Map.of()), asks("c1", "lookup", Map.of("id", "7"))));
    tool(3, 1, "lookup", "gen_ai.tool.call.id", "c1");
    send(1);

    assertThat(action(3).get("input")).isEqualTo(JSON.readTree("{\"id\":\"7\"}"));
  }

  @Test
  void whatASilentToolGaveIsToldToTheNextCall() {
    agent(1, 0, "desk");
    call(2, 1, List.of(text("user", "?")), List.of(asks("c1", "lookup", Map.of("id", "7"))));
    tool(3, 1, "lookup");
    call(
        4,
        1,
        List.of(text("user", "?"), asks("c1", "lookup", Map.of("id", "7")), answers("c1", "Kiel")),
        List.of(text("assistant", "In Kiel.")));
    send(1);

    assertThat(action(3).get("input")).isEqualTo(JSON.readTree("{\"id\":\"7\"}"));
    assertThat(action(3).get("output").asString()).isEqualTo("Kiel");
  }

  @Test
  void whereTwoCallsFitNoneIsTaken() {
    agent(1, 0, "desk");
    call(
        2,
        1,
        List.of(text("user", "?")),
        List.of(asks("c1", "lookup", Map.of("id", "6")), asks("c2", "lookup", Map.of("id", "7"))));
    tool(3, 1, "lookup");
    tool(4, 1, "lookup", "input.value", "7");
    send(1);

    assertThat(action(3).get("input").isNull()).isTrue();
    assertThat(action(3).get("output").isNull()).isTrue();
    assertThat(action(4).get("input")).isEqualTo(JSON.readTree("{\"id\":\"7\"}"));
  }
}
