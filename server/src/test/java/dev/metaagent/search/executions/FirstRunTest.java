package dev.metaagent.search.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FirstRunTest {

  private final TestServer server = TestServer.remote();
  private final String key = TestKeys.key(server, TestKeys.organization(server), KeyScope.ADMIN);

  private JsonNode first(String query) {
    HttpResponse<String> response =
        server.send(
            server
                .request("/api/v1/connect/first" + query)
                .header("Authorization", "Bearer " + key)
                .GET());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private JsonNode sendTestTrace() {
    HttpResponse<String> response =
        server.send(
            server
                .request("/api/v1/connect/test")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return TestServer.json(response);
  }

  @Test
  void nothingHasArrivedUntilSomethingHas() {
    JsonNode first = first("");
    assertThat(first.get("execution").isNull()).isTrue();
    assertThat(first.get("actions").size()).isZero();
  }

  @Test
  void aTestTraceIsSeenAtOnceWithWhatWasUnderstoodOfIt() {
    String sent = sendTestTrace().get("executionId").asString();
    JsonNode first = first("");
    assertThat(first.get("execution").get("id").asString()).isEqualTo(sent);
    assertThat(first.get("execution").get("agent").get("name").asString()).isEqualTo("Test agent");
    assertThat(first.get("execution").get("status").asString()).isEqualTo("ok");
    assertThat(first.get("actions").size()).isEqualTo(3);
    assertThat(first.get("visibleAfterMs").asLong()).isBetween(0L, 5_000L);
    Map<String, String> understood = new HashMap<>();
    for (JsonNode item : first.get("understood").values()) {
      understood.put(
          item.get("what").asString(),
          item.get("state").asString() + " " + item.get("text").asString());
    }
    assertThat(understood)
        .containsEntry("Model and tokens", "ok claude-sonnet-4-5, 412 in, 38 out")
        .containsEntry("Conversation", "ok 2 messages")
        .containsEntry("Session", "ok test-conversation")
        .containsEntry("Prompt version", "missing not sent");
    assertThat(understood.get("Convention")).contains("metaagent.test");
    assertThat(understood.get("Cost")).startsWith("ok $");
    assertThat(understood.get("Success")).startsWith("ok succeeded");
  }

  @Test
  void whatCameBeforeATimeIsNotTheFirst() {
    sendTestTrace();
    assertThat(first("?since=2100-01-01T00:00:00Z").get("execution").isNull()).isTrue();
  }
}
