package dev.metaagent.govern.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.govern.policy.Governed;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LimitsTest {

  private static final String FLEET = "/api/v1/fleet/limits";

  private final Governed governed = new Governed();
  private final String agent = Governed.name("limited");
  private final String path = "/api/v1/agents/" + agent + "/limits";

  private JsonNode put(String where, String json) {
    HttpResponse<String> answer = governed.send(governed.admin(), "PUT", where, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer);
  }

  private JsonNode get(String where) {
    return TestServer.json(governed.get(governed.viewer(), where));
  }

  @Test
  void anAgentHasItsOwnLimitsOrThoseOfTheFleet() {
    governed.policy(agent);
    put(FLEET, "{\"maxActions\": 50, \"maxCostUsd\": \"2.50\", \"reason\": \"fleet\"}");
    JsonNode set = put(path, "{\"maxActions\": 5, \"maxSeconds\": 1.5, \"reason\": \"agent\"}");
    assertThat(get(path)).isEqualTo(set);
    assertThat(set.get("own").get("maxActions").asInt()).isEqualTo(5);
    assertThat(set.get("own").get("maxCostUsd").isNull()).isTrue();
    assertThat(set.get("effective").get("maxActions").asInt()).isEqualTo(5);
    assertThat(set.get("effective").get("maxSeconds").asDouble()).isEqualTo(1.5);
    assertThat(set.get("effective").get("maxCostUsd").asString()).isEqualTo("2.5");
    assertThat(set.get("effective").get("maxAgeSeconds").asInt()).isEqualTo(3600);
    assertThat(set.get("effective").get("afterMaxAge").asString()).isEqualTo("open");
    assertThat(set.get("sources").get("maxActions").asString()).isEqualTo("agent");
    assertThat(set.get("sources").get("maxSeconds").asString()).isEqualTo("agent");
    assertThat(set.get("sources").get("maxCostUsd").asString()).isEqualTo("fleet");
    assertThat(set.get("sources").get("maxAgeSeconds").asString()).isEqualTo("default");
    JsonNode fleet = get(FLEET).get("sources");
    assertThat(fleet.get("maxActions").asString()).isEqualTo("fleet");
    assertThat(fleet.get("maxSeconds").isNull()).isTrue();
    assertThat(fleet.get("afterMaxAge").asString()).isEqualTo("default");

    JsonNode limits = governed.json(agent).get("limits");
    assertThat(limits.get("maxActions").asInt()).isEqualTo(5);
    assertThat(limits.get("maxCostUsd").asString()).isEqualTo("2.5");
  }

  @Test
  void aPutReplacesTheWhole() {
    put(path, "{\"maxActions\": 5, \"afterMaxAge\": \"closed\", \"reason\": \"one\"}");
    JsonNode second = put(path, "{\"maxAgeSeconds\": 60, \"reason\": \"two\"}");
    assertThat(second.get("own").get("maxActions").isNull()).isTrue();
    assertThat(second.get("own").get("maxAgeSeconds").asInt()).isEqualTo(60);
    JsonNode policy = governed.json(agent);
    assertThat(policy.get("afterMaxAge").asString()).isEqualTo("open");
    assertThat(policy.get("maxAgeSeconds").asInt()).isEqualTo(60);
  }

  @Test
  void aWrongValueIsNamed() {
    Map<String, String> wrong =
        Map.of(
            "maxActions", "0",
            "maxSeconds", "-1",
            "maxCostUsd", "\"0\"",
            "maxAgeSeconds", "99999999",
            "afterMaxAge", "\"maybe\"");
    wrong.forEach((field, value) -> {
      HttpResponse<String> answer =
          governed.send(
              governed.admin(),
              "PUT",
              path,
              "{\"reason\": \"x\", \"" + field + "\": " + value + "}");
      assertThat(answer.statusCode()).as(field).isEqualTo(400);
      assertThat(TestServer.json(answer).get("errors").get(0).get("field").asString())
          .isEqualTo(field);
    });
    HttpResponse<String> silent =
        governed.send(governed.admin(), "PUT", path, "{\"maxActions\": 1}");
    assertThat(silent.statusCode()).isEqualTo(400);
    assertThat(silent.body()).contains("reason");
    assertThat(get(path).get("own").get("maxActions").isNull()).isTrue();
  }

  @Test
  void everyChangeIsInTheJournalWithWhatItChanged() {
    put(path, "{\"maxActions\": 5, \"reason\": \"too many calls\"}");
    JsonNode entry =
        TestServer.json(governed.get(governed.admin(), "/api/v1/audit")).get("items").get(0);
    assertThat(entry.get("action").asString()).isEqualTo("limits.set");
    assertThat(entry.get("reason").asString()).isEqualTo("too many calls");
    assertThat(entry.get("details").toString()).contains("maxActions").contains("5");
  }

  @Test
  void whoMayChangeThemIsChecked() {
    String body = "{\"maxActions\": 5, \"reason\": \"x\"}";
    assertThat(governed.send(governed.viewer(), "PUT", path, body).statusCode()).isEqualTo(403);
    assertThat(governed.send(governed.sdk(), "PUT", path, body).statusCode()).isEqualTo(403);
    assertThat(governed.get(governed.sdk(), path).statusCode()).isEqualTo(403);
    assertThat(
            governed
                .get(governed.viewer(), "/api/v1/agents/" + UUID.randomUUID() + "/limits")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void anotherOrganizationHasLimitsOfItsOwn() {
    put(FLEET, "{\"maxActions\": 5, \"reason\": \"x\"}");
    Governed stranger = new Governed();
    JsonNode theirs = TestServer.json(stranger.get(stranger.viewer(), FLEET));
    assertThat(theirs.get("effective").get("maxActions").isNull()).isTrue();
  }
}
