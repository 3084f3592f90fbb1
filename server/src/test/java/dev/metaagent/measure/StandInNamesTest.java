package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The steps of a run often come before its beginning: what they are shown under meanwhile is no
/// agent of the fleet.
class StandInNamesTest {

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);
  private final String send = TestKeys.key(server, organization, KeyScope.INGEST);
  private final String read = TestKeys.key(server, organization, KeyScope.READ);
  private final String trace = UUID.randomUUID().toString().replace("-", "");

  @Test
  void theNameOfTheServiceLeavesTheFleetWhenTheAgentIsKnown() {
    sendSpan("00000000000000a2", "00000000000000a1", "chat", "gen_ai.request.model", "gpt-5");
    assertThat(agents()).as("the run goes on and is shown").containsExactly("outreach-service");

    sendSpan("00000000000000a1", "", "invoke_agent", "gen_ai.agent.name", "Lead Researcher");
    assertThat(agents()).containsExactly("Lead Researcher");
  }

  private List<String> agents() {
    JsonNode answer =
        TestServer.json(
            server.send(
                server.request("/api/v1/agents").header("Authorization", "Bearer " + read)));
    return StreamSupport.stream(answer.get("items").spliterator(), false)
        .map(agent -> agent.get("name").asString())
        .toList();
  }

  private void sendSpan(String id, String parent, String operation, String key, String value) {
    Instant now = Clock.systemUTC().instant();
    long start = (now.getEpochSecond() - 2) * 1_000_000_000L;
    String body =
        """
        {"resourceSpans":[{"resource":{"attributes":[
          {"key":"service.name","value":{"stringValue":"outreach-service"}}]},
          "scopeSpans":[{"spans":[{"traceId":"%s","spanId":"%s","parentSpanId":"%s","name":"%s",
            "startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[
            {"key":"gen_ai.operation.name","value":{"stringValue":"%s"}},
            {"key":"%s","value":{"stringValue":"%s"}}]}]}]}]}
        """
            .formatted(
                trace, id, parent, operation, start, start + 1_000_000, operation, key, value);
    HttpRequest.Builder request =
        server
            .request("/v1/traces")
            .header("Authorization", "Bearer " + send)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    assertThat(server.send(request).statusCode()).isEqualTo(200);
  }
}
