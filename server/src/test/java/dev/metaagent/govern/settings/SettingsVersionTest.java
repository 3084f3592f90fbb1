package dev.metaagent.govern.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.govern.policy.Governed;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Two people who change the same settings.
class SettingsVersionTest {

  private final Governed governed = new Governed();

  private HttpResponse<String> put(String path, String json, @Nullable String ifMatch) {
    var request =
        governed
            .request(governed.admin(), path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json));
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return governed.server().send(request);
  }

  private HttpResponse<String> get(String path) {
    return governed.get(governed.admin(), path);
  }

  private static String tag(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).isEqualTo("\"" + TestServer.json(answer).get("version").asString() + "\"");
    return tag;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/agents/Order%20Desk/limits",
        "/api/v1/fleet/limits",
        "/api/v1/agents/Order%20Desk/tool-rules",
        "/api/v1/fleet/tool-rules"
      })
  void theSecondOfTwoEditorsIsToldAndReplacesNothing(String path) {
    boolean limits = path.endsWith("limits");
    String theirs =
        limits
            ? "{\"maxActions\": 5, \"maxSeconds\": 60, \"maxCostUsd\": \"0.50\", \"reason\": \"x\"}"
            : "{\"rules\": [{\"tool\": \"a\", \"effect\": \"deny\"}], \"reason\": \"x\"}";
    String mine =
        limits
            ? "{\"maxActions\": 6, \"reason\": \"x\"}"
            : "{\"rules\": [{\"tool\": \"b\", \"effect\": \"deny\"}], \"reason\": \"x\"}";
    String begun = tag(get(path));
    String set = tag(put(path, theirs, begun));
    assertThat(set).isNotEqualTo(begun);
    assertThat(tag(get(path))).isEqualTo(set);

    HttpResponse<String> late = put(path, mine, begun);
    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(TestServer.json(late).get("code").asString()).isEqualTo("precondition_failed");
    assertThat(tag(get(path))).isEqualTo(set);

    assertThat(tag(put(path, mine, "\"other\", W/" + set))).isNotEqualTo(set);
    assertThat(tag(put(path, theirs, null))).isEqualTo(set);
    assertThat(tag(put(path, mine, "*"))).isNotEqualTo(set);
  }

  @Test
  void theAgentsWithSettingsOfTheirOwnAreListed() {
    String path = "/api/v1/policy/settings";
    put("/api/v1/fleet/limits", "{\"maxActions\": 5, \"reason\": \"x\"}", null);
    governed.policy("Untouched");
    assertThat(TestServer.json(governed.get(governed.viewer(), path)).get("items")).isEmpty();
    put(
        "/api/v1/agents/Writer/tool-rules",
        "{\"rules\": [{\"id\": \"a\", \"tool\": \"t_*\", \"effect\": \"deny\"}], \"reason\":"
            + " \"x\"}",
        null);
    put("/api/v1/agents/Order%20Desk/limits", "{\"maxActions\": 5, \"reason\": \"x\"}", null);
    JsonNode items = TestServer.json(governed.get(governed.viewer(), path)).get("items");
    assertThat(items).hasSize(2);
    assertThat(items.at("/0/agent/name").asString()).isEqualTo("Order Desk");
    assertThat(items.at("/0/limits").asBoolean()).isTrue();
    assertThat(items.at("/0/toolRules")).isEmpty();
    assertThat(items.at("/1/limits").asBoolean()).isFalse();
    assertThat(items.at("/1/toolRules/0").toString())
        .isEqualTo("{\"id\":\"a\",\"tool\":\"t_*\",\"effect\":\"deny\"}");
    put("/api/v1/agents/Order%20Desk/limits", "{\"reason\": \"x\"}", null);
    assertThat(TestServer.json(governed.get(governed.viewer(), path)).get("items")).hasSize(1);
    Governed stranger = new Governed();
    assertThat(TestServer.json(stranger.get(stranger.viewer(), path)).get("items")).isEmpty();
    assertThat(governed.get(governed.sdk(), path).statusCode()).isEqualTo(403);
  }
}
