package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MeasureApiTest {

  private final TestServer server = TestServer.local();

  @Test
  void aRunThatWasSentIsCountedWithinASecondOrTwo() throws InterruptedException {
    String name = "counted-" + UUID.randomUUID();
    long sent = System.nanoTime();
    assertThat(post(trace(name)).statusCode()).isEqualTo(200);

    JsonNode agent = counted(name);

    assertThat((System.nanoTime() - sent) / 1_000_000).isLessThan(10_000);
    assertThat(agent.at("/health/executions").asInt()).isEqualTo(1);
    assertThat(agent.at("/health/tokens/input").asInt()).isEqualTo(12);
    assertThat(agent.at("/status").asString()).isEqualTo("unknown");
    assertThat(agent.at("/ribbon").size()).isGreaterThan(10);
    String id = agent.at("/id").asString();
    assertThat(get("/api/v1/agents/" + id).at("/name").asString()).isEqualTo(name);
    assertThat(get("/api/v1/agents/" + id + "/health?window=1m").at("/executions").asInt())
        .isEqualTo(1);
    JsonNode series = get("/api/v1/agents/" + id + "/metrics?from=-1h&by=model");
    assertThat(series.at("/series/0/by").asString()).isEqualTo("gpt-4o-mini");
    assertThat(get("/api/v1/metrics?by=agent").at("/series").toString()).contains(name);
    assertThat(get("/api/v1/fleet").at("/executions").asInt()).isPositive();
    assertThat(get("/api/v1/changes?agent=" + id).at("/items/0/kind").asString())
        .isEqualTo("first_seen");
  }

  @Test
  void objectivesAreSetWithAReasonAndWrittenIntoTheJournal() throws InterruptedException {
    String name = "wanted-" + UUID.randomUUID();
    post(trace(name));
    String path = "/api/v1/agents/" + counted(name).at("/id").asString();

    assertThat(server.send("PUT", path + "/objectives", "{\"successRate\": 0.9}").statusCode())
        .isEqualTo(400);
    assertThat(
            server
                .send(
                    "PUT",
                    path + "/objectives",
                    "{\"successRate\": 0.9, \"costPerSuccessUsd\": \"0.20\", \"reason\":"
                        + " \"agreed\"}")
                .statusCode())
        .isEqualTo(200);

    JsonNode objectives = get(path).at("/objectives");
    assertThat(objectives.at("/successRate").asDouble()).isEqualTo(0.9);
    assertThat(objectives.at("/latencyP95Ms").asDouble()).isEqualTo(3_000);
    assertThat(objectives.at("/costPerSuccessUsd").asString()).isEqualTo("0.2");
    assertThat(get("/api/v1/audit").toString()).contains("objectives.set", "agreed");
  }

  @Test
  void aWrongQuestionIsRefusedByName() {
    for (String path :
        new String[] {
          "/api/v1/agents?status=sick",
          "/api/v1/agents?include=all",
          "/api/v1/agents?limit=0",
          "/api/v1/agents?cursor=x",
          "/api/v1/agents?from=yesterday",
          "/api/v1/metrics?by=weather",
          "/api/v1/metrics?step=1",
          "/api/v1/metrics?from=-1h&to=-2h",
          "/api/v1/fleet?from=-99999999d",
          "/api/v1/changes?limit=0"
        }) {
      HttpResponse<String> response = server.get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(400);
      assertThat(TestServer.json(response).at("/code").asString()).isEqualTo("invalid_field");
    }
    assertThat(server.get("/api/v1/agents/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
  }

  @Test
  void changesAreAskedForByTheIdOrTheNameOfAnAgent() throws InterruptedException {
    String name = "changing-" + UUID.randomUUID();
    post(trace(name));
    String id = counted(name).at("/id").asString();

    JsonNode byName = get("/api/v1/changes?agent=" + name);
    assertThat(byName.at("/items/0/agent/id").asString()).isEqualTo(id);
    assertThat(byName).isEqualTo(get("/api/v1/changes?agent=" + id));
    assertThat(get("/api/v1/changes?agent=nobody-" + UUID.randomUUID()).at("/items")).isEmpty();
  }

  private JsonNode get(String path) {
    HttpResponse<String> response = server.get(path);
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private JsonNode counted(String name) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      JsonNode agents = get("/api/v1/agents?include=ribbon&from=-1h&limit=500&q=" + name);
      if (agents.at("/items/0/health/executions").asInt() > 0) {
        return agents.at("/items/0");
      }
      Thread.sleep(50);
    }
    throw new AssertionError(name + " was not counted");
  }

  private HttpResponse<String> post(String json) {
    return server.send(
        server
            .request("/v1/traces")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private static String trace(String agent) {
    String trace = UUID.randomUUID().toString().replace("-", "");
    long now = Clock.systemUTC().millis();
    return """
    {"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"scope": {"name": "test"}, "spans": [
      {"traceId": "%1$s", "spanId": "00000000000000a1", "name": "invoke_agent", "kind": 1,
       "startTimeUnixNano": "%2$d", "endTimeUnixNano": "%3$d", "attributes": [
        {"key": "gen_ai.operation.name", "value": {"stringValue": "invoke_agent"}},
        {"key": "gen_ai.agent.name", "value": {"stringValue": "%4$s"}}]},
      {"traceId": "%1$s", "spanId": "00000000000000a2", "parentSpanId": "00000000000000a1", "name": "chat", "kind": 3,
       "startTimeUnixNano": "%2$d", "endTimeUnixNano": "%3$d", "attributes": [
        {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
        {"key": "gen_ai.response.model", "value": {"stringValue": "gpt-4o-mini"}},
        {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "12"}},
        {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "3"}}]}
    ]}]}]}
    """
        .formatted(trace, (now - 900) * 1_000_000, now * 1_000_000, agent);
  }
}
