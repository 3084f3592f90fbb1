package dev.metaagent.govern.stops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.Governing;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StopsTest {

  private static final String STOP = "/api/v1/agents/Order%20Desk/stop";
  private static final String RESUME = "/api/v1/agents/Order%20Desk/resume";
  private static final String WHY = "{\"reason\": \"refunds loop\"}";

  private final Governing governing = new Governing();

  private HttpResponse<String> post(String path, String json) {
    return governing.send(governing.admin(), "POST", path, json);
  }

  private static String share(String share) {
    return "{\"share\": " + share + ", \"reason\": \"fixed\"}";
  }

  @Test
  void anAgentThatWasNotSeenYetIsStopped() {
    HttpResponse<String> stopped = post(STOP, WHY);
    assertThat(stopped.statusCode()).isEqualTo(200);
    JsonNode state = TestServer.json(stopped);
    assertThat(state.get("agent").get("name").asString()).isEqualTo("Order Desk");
    assertThat(state.get("stopped").get("share").asDouble()).isZero();
    assertThat(state.get("stopped").get("reason").asString()).isEqualTo("refunds loop");
    JsonNode all = governing.got("/api/v1/stops");
    assertThat(all.get("fleet").isNull()).isTrue();
    assertThat(all.get("agents")).hasSize(1);
    assertThat(all.get("agents").get(0).get("agent").get("name").asString())
        .isEqualTo("Order Desk");
    assertThat(governing.lastEntry().get("action").asString()).isEqualTo("agent.stop");
    assertThat(governing.lastEntry().get("reason").asString()).isEqualTo("refunds loop");
  }

  @Test
  void aSecondStopChangesNothing() {
    String since = TestServer.json(post(STOP, WHY)).get("stopped").get("since").asString();
    JsonNode again = TestServer.json(post(STOP, "{\"reason\": \"another\"}")).get("stopped");
    assertThat(again.get("since").asString()).isEqualTo(since);
    assertThat(again.get("reason").asString()).isEqualTo("refunds loop");
    assertThat(Asking.texts(governing.got("/api/v1/audit"), "action"))
        .containsOnlyOnce("agent.stop");
  }

  @Test
  void anAgentIsResumedInSteps() {
    post(STOP, WHY);
    JsonNode tenth = TestServer.json(post(RESUME, share("0.1"))).get("stopped");
    assertThat(tenth.get("share").asDouble()).isEqualTo(0.1);
    assertThat(tenth.get("resumed").get("share").asDouble()).isEqualTo(0.1);
    assertThat(tenth.get("reason").asString()).isEqualTo("refunds loop");
    JsonNode stoppedAgain = TestServer.json(post(STOP, "{\"reason\": \"again\"}")).get("stopped");
    assertThat(stoppedAgain.get("share").asDouble()).isZero();
    assertThat(stoppedAgain.get("reason").asString()).isEqualTo("again");
    assertThat(TestServer.json(post(RESUME, share("1"))).get("stopped").isNull()).isTrue();
    assertThat(governing.got("/api/v1/stops").get("agents")).isEmpty();
    assertThat(governing.lastEntry().get("action").asString()).isEqualTo("agent.resume");
  }

  @Test
  void aShareThatIsLetInAgainIsShownWithWhoStoppedAndWhoResumed() {
    JsonNode stopped = TestServer.json(post(STOP, WHY)).get("stopped");
    assertThat(stopped.get("resumed").isNull()).isTrue();
    post(RESUME, "{\"share\": 0.1, \"reason\": \"fixed for jane.miller@example.com\"}");
    post(RESUME, "{\"share\": 0.5, \"reason\": \"a tenth did well\"}");
    JsonNode shown = governing.got("/api/v1/stops").get("agents").get(0);
    assertThat(shown.get("reason").asString()).isEqualTo("refunds loop");
    assertThat(shown.get("since")).isEqualTo(stopped.get("since"));
    JsonNode resumed = shown.get("resumed");
    assertThat(resumed.get("reason").asString()).isEqualTo("a tenth did well");
    assertThat(resumed.get("share").asDouble()).isEqualTo(0.5);
    assertThat(resumed.get("by")).isEqualTo(shown.get("by"));
    assertThat(Instant.parse(resumed.get("at").asString()))
        .isAfter(Instant.parse(shown.get("since").asString()));
    assertThat(TestServer.json(post(STOP, WHY)).at("/stopped/resumed").isNull()).isTrue();
  }

  @Test
  void whatIsNotStoppedCannotBeResumed() {
    assertThat(post(RESUME, share("1")).statusCode()).isEqualTo(404);
    post(STOP, WHY);
    post(RESUME, share("1"));
    assertThat(post(RESUME, share("1")).statusCode()).isEqualTo(409);
    assertThat(post("/api/v1/fleet/resume", share("0.5")).statusCode()).isEqualTo(409);
  }

  @Test
  void theFleetIsStoppedAndResumed() {
    JsonNode stopped = TestServer.json(post("/api/v1/fleet/stop", WHY));
    assertThat(stopped.get("agent").isNull()).isTrue();
    assertThat(stopped.get("stopped").get("reason").asString()).isEqualTo("refunds loop");
    assertThat(governing.got("/api/v1/stops").get("fleet").get("share").asDouble()).isZero();
    post("/api/v1/fleet/resume", share("0.5"));
    assertThat(governing.got("/api/v1/stops").get("fleet").get("share").asDouble()).isEqualTo(0.5);
    assertThat(governing.lastEntry().get("action").asString()).isEqualTo("fleet.resume");
  }

  @Test
  void aReasonGoesOutWithoutPersonalData() {
    String json = "{\"reason\": \"asked by jane.miller@example.com\"}";
    String reason = TestServer.json(post(STOP, json)).get("stopped").get("reason").asString();
    assertThat(reason).startsWith("asked by ").doesNotContain("jane.miller");
    assertThat(governing.lastEntry().get("reason").asString()).doesNotContain("jane.miller");
  }

  @Test
  void aReasonAndAShareAreNeeded() {
    assertThat(post(STOP, "{}").body()).contains("\"reason\"");
    assertThat(post("/api/v1/fleet/stop", "{\"reason\": \" \"}").statusCode()).isEqualTo(400);
    post(STOP, WHY);
    for (String share : new String[] {"0", "-0.1", "1.01", "null"}) {
      HttpResponse<String> refused = post(RESUME, share(share));
      assertThat(refused.statusCode()).as(share).isEqualTo(400);
      assertThat(refused.body()).contains("\"share\"");
    }
  }

  @Test
  void viewersAndAgentsStopNothingAndOthersSeeNothing() {
    assertThat(governing.send(governing.viewer(), "POST", STOP, WHY).statusCode()).isEqualTo(403);
    assertThat(governing.send(governing.agent(), "POST", STOP, WHY).statusCode()).isEqualTo(403);
    post(STOP, WHY);
    assertThat(TestServer.json(governing.get(governing.viewer(), "/api/v1/stops")).get("agents"))
        .hasSize(1);
    assertThat(governing.get(governing.agent(), "/api/v1/stops").statusCode()).isEqualTo(403);
    assertThat(new Governing().got("/api/v1/stops").get("agents")).isEmpty();
  }
}
