package dev.metaagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Ids of sessions and users, and names of agents, are any text; what stands in a path is encoded.
class OddIdsTest {

  private final Asking asking = new Asking();

  @ParameterizedTest
  @ValueSource(
      strings = {"acme/7/thread 7%&ü?#x", "a\\b", "a//b", "%2F", "a;b=c", "{x}|y", "a+b", "..a"})
  void anyTextOpensUnderItsEncodedName(String id) {
    asking.post(List.of(span(id)));

    JsonNode run = asking.get("/api/v1/executions?sessionId=" + encoded(id)).at("/items/0");
    assertThat(run.get("sessionId").asString()).isEqualTo(id);
    assertThat(asking.get("/api/v1/sessions/" + encoded(id)).get("executionCount").asInt())
        .isEqualTo(1);
    assertThat(asking.get("/api/v1/executions?userId=" + encoded(id)).get("items")).hasSize(1);
    assertThat(asking.get("/api/v1/agents/" + encoded("agent " + id)).at("/id").asString())
        .isEqualTo(run.at("/agent/id").asString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Map<String, Object> span(String id) {
    long now = Clock.systemUTC().millis();
    List<Map<String, Object>> attributes = new ArrayList<>();
    Map.of(
            "gen_ai.operation.name",
            "invoke_agent",
            "gen_ai.agent.name",
            "agent " + id,
            "session.id",
            id,
            "user.id",
            id)
        .forEach((key, value) ->
            attributes.add(Map.of("key", key, "value", Map.of("stringValue", value))));
    return Map.of(
        "traceId",
        "%032x".formatted(now),
        "spanId",
        "%016x".formatted(now),
        "name",
        "invoke_agent",
        "startTimeUnixNano",
        (now - 1_000) + "000000",
        "endTimeUnixNano",
        now + "000000",
        "attributes",
        attributes);
  }
}
