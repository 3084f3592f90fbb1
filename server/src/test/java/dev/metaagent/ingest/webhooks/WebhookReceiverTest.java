package dev.metaagent.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.IngestAttempt;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Signed events, from the request to the stored run.
class WebhookReceiverTest {

  private static final TestServer SERVER = TestServer.remote();

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant();

  private String generated(String email) {
    return """
    {"event":"email.generated","id":"g-%1$s","agent":"Opener","email":{"id":"%1$s","campaign":"autumn"},
     "run":{"startedAt":"%2$s","durationMs":1500,"model":"gpt-4o","inputTokens":1000,"outputTokens":100,
       "input":"write to a lead","output":"Hello there"}}
    """
        .formatted(email, now);
  }

  private JsonNode webhook() {
    return asking.get("/api/v1/webhooks").get("items").get(0);
  }

  @Test
  void anEventBecomesARunAndWhatHappenedLaterItsOutcome() {
    Sender sender = Sender.of(asking, "coldforge");

    var answer = sender.send(generated("em-1"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String id = TestServer.json(answer).get("executionIds").get(0).asString();
    JsonNode run = asking.get("/api/v1/executions/" + id);
    assertThat(run.get("agent").get("name").asString()).isEqualTo("Opener");
    assertThat(run.get("costUsd").asString()).isEqualTo("0.0035");
    assertThat(run.get("success").get("value").asBoolean()).isTrue();

    var bounced =
        sender.send("{\"event\":\"email.bounced\",\"id\":\"b-1\",\"email\":{\"id\":\"em-1\"}}");

    assertThat(TestServer.json(bounced).get("outcomes").asInt()).isEqualTo(1);
    JsonNode later = asking.get("/api/v1/executions/" + id);
    assertThat(later.get("success").get("value").asBoolean()).isFalse();
    assertThat(later.get("success").get("source").asString()).isEqualTo("downstream");
  }

  @Test
  void aRequestIsTakenOnceAndTheSameEventSignedAnewChangesNothing() {
    Sender sender = Sender.of(asking, "coldforge");
    long time = now.getEpochSecond();

    assertThat(sender.send(generated("em-2"), time).statusCode()).isEqualTo(200);
    assertThat(sender.send(generated("em-2"), time).statusCode()).isEqualTo(409);
    assertThat(sender.send(generated("em-2"), time + 1).statusCode()).isEqualTo(200);
    assertThat(asking.get("/api/v1/executions").get("items").size()).isEqualTo(1);
  }

  @Test
  void aRequestWhoseServerWasKilledInTheMiddleIsTakenWhenItComesAgain() {
    Sender sender = Sender.of(asking, "coldforge");
    String body = generated("em-killed");
    byte[] signature = sender.signature(body, now.getEpochSecond());

    claimed(sender, signature, now.plusSeconds(20));
    var tooEarly = sender.send(body, now.getEpochSecond());
    assertThat(tooEarly.statusCode()).isEqualTo(429);
    assertThat(tooEarly.headers().firstValue("Retry-After")).isPresent();

    claimed(sender, signature, now.minusSeconds(1));
    assertThat(sender.send(body, now.getEpochSecond()).statusCode()).isEqualTo(200);
    assertThat(sender.send(body, now.getEpochSecond()).statusCode()).isEqualTo(409);
    assertThat(asking.get("/api/v1/executions").get("items")).hasSize(1);
  }

  /// What a server leaves that was killed while it worked on a request.
  private void claimed(Sender sender, byte[] signature, Instant until) {
    WebhookStore store = asking.bean(WebhookStore.class);
    TenantTransactions transactions = asking.bean(TenantTransactions.class);
    Tenant.run(
        asking.organization(),
        () ->
            transactions.write(() -> {
              store.giveBack(sender.id(), signature);
              return store.claim(
                  asking.organization(), sender.id(), signature, now, until, now.plusSeconds(600));
            }));
  }

  @Test
  void aWrongEventOfAListIsNamedAndTheOthersAreStored() {
    Sender sender = Sender.of(asking, "coldforge");

    var answer =
        sender.send(
            "["
                + generated("em-a")
                + ",{\"event\":\"email.eaten\",\"email\":{\"id\":\"x\"}},"
                + generated("em-b")
                + "]");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode receipt = TestServer.json(answer);
    assertThat(receipt.get("executionIds")).hasSize(2);
    assertThat(receipt.at("/errors/0/field").asString()).isEqualTo("[1].event");
    assertThat(asking.get("/api/v1/executions").get("items")).hasSize(2);
  }

  @Test
  void anEventThatIsRefusedWhenItIsStoredIsNamedByItsPlaceToo() {
    Sender sender = Sender.of(asking, "coldforge");
    String wrong =
        generated("em-wrong")
            .replace("\"durationMs\":1500", "\"endedAt\":\"2020-01-01T00:00:00Z\"");

    var answer = sender.send("[" + generated("em-c") + "," + wrong + "," + generated("em-d") + "]");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode receipt = TestServer.json(answer);
    assertThat(receipt.get("executionIds")).hasSize(2);
    assertThat(receipt.at("/errors/0/field").asString()).as(answer.body()).startsWith("[1].");
  }

  @Test
  void bodiesThatAreNotVerifiedYetAreBoundedTogether() {
    UnverifiedBytes bytes = new UnverifiedBytes(100);
    UnverifiedBytes.Part first = bytes.part();
    first.take(80);
    assertThatThrownBy(() -> bytes.part().take(30)).isInstanceOf(MetaAgentException.class);
    first.close();
    bytes.part().take(30);
  }

  @Test
  void aBodyIsNotReadBeforeItsSignatureCanBeRight() throws Exception {
    Sender sender = Sender.of(asking, "coldforge");
    for (String path : new String[] {sender.path(), sender.path().replaceAll(".$", "0")}) {
      try (var socket = new java.net.Socket("localhost", SERVER.port())) {
        socket.setSoTimeout(5_000);
        socket
            .getOutputStream()
            .write(
                ("POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 900000\r\n\r\n")
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String first =
            new String(
                socket.getInputStream().readNBytes(12), java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(first).isIn("HTTP/1.1 401", "HTTP/1.1 404");
      }
    }
  }

  @Test
  void withoutARightSignatureNothingIsStoredAndTheMendIsSaid() throws InterruptedException {
    Sender sender = Sender.of(asking, "coldforge");
    String body = generated("em-3");

    var wrong = sender.raw(body, "t=" + now.getEpochSecond() + ",v1=00");
    var old = sender.send(body, now.getEpochSecond() - 400);

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("signature_invalid").doesNotContain(sender.secret());
    assertThat(old.statusCode()).isEqualTo(401);
    assertThat(old.body()).contains("seconds old");
    assertThat(asking.get("/api/v1/executions").get("items").size()).isZero();
    assertThat(
            asking.bean(RecentAttempts.class).recent(asking.organization()).stream()
                .map(IngestAttempt::remedy))
        .anyMatch(remedy -> String.valueOf(remedy).contains("clock of the sender"));
    Asking.eventually(() -> webhook().get("refused").asInt() == 2);
    assertThat(webhook().get("lastProblem").asString()).contains("seconds old");
    assertThat(webhook().get("received").asInt()).isZero();
  }

  @Test
  void aBodyThatIsNotUnderstoodIsRefusedByItsFieldsAndKeptNowhere() throws InterruptedException {
    Sender sender = Sender.of(asking, "coldforge");

    var answer = sender.send("{\"event\":\"email.generated\",\"secretText\":\"kept nowhere\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("email.id", "agent").doesNotContain("kept nowhere");
    assertThat(sender.send("not json").statusCode()).isEqualTo(400);
    Asking.eventually(() -> webhook().get("refused").asInt() == 2);
    assertThat(webhook().toString()).doesNotContain("kept nowhere");
  }

  @Test
  void anUnknownAddressAndAnotherSourceAreNotThere() {
    Sender sender = Sender.of(asking, "coldforge");
    for (String path :
        new String[] {
          sender.path().replace("coldforge", "n8n"),
          sender.path().substring(0, sender.path().length() - 3) + "xyz",
          "/api/v1/webhooks/coldforge/x"
        }) {
      var answer =
          SERVER.send(SERVER.request(path).POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void afterARotationTheOldSecretWorksForADay() {
    Sender sender = Sender.of(asking, "coldforge");
    String old = sender.secret();
    String fresh = rotate(sender);
    assertThat(fresh).isNotEqualTo(old);

    assertThat(sender.send(generated("em-4")).statusCode()).isEqualTo(200);
    assertThat(sender.with(fresh).send(generated("em-5")).statusCode()).isEqualTo(200);
    rotate(sender);
    assertThat(sender.with(old).send(generated("em-6")).statusCode()).isEqualTo(401);
    assertThat(asking.get("/api/v1/webhooks").toString()).doesNotContain("whsec_");
    assertThat(asking.get("/api/v1/audit").toString())
        .contains("webhook.create", "webhook.rotate")
        .doesNotContain("whsec_");
  }

  private String rotate(Sender sender) {
    var rotated =
        asking.send("PATCH", "/api/v1/webhooks/" + sender.id(), "{\"rotateSecret\":true}");
    return TestServer.json(rotated).get("secret").asString();
  }

  @Test
  void aWebhookThatIsSwitchedOffOrRemovedTakesNothing() {
    Sender sender = Sender.of(asking, "coldforge");
    asking.send("PATCH", "/api/v1/webhooks/" + sender.id(), "{\"disabled\":true}");
    assertThat(sender.send(generated("em-7")).statusCode()).isEqualTo(403);
    assertThat(
            asking.send("DELETE", "/api/v1/webhooks/" + sender.id() + "?reason=x", "").statusCode())
        .isEqualTo(204);
    assertThat(sender.send(generated("em-7")).statusCode()).isEqualTo(404);
    assertThat(asking.get("/api/v1/audit").toString()).contains("webhook.delete");
  }

  @Test
  void aGenericWebhookDoesWhatItsMappingWasTriedFor() {
    String mapping =
        """
        {"each":"$.calls[*]","fields":{"agent":"=Voice bot","id":"@.sid","status":"@.state",
         "startedAt":"@.at","model":"@.model","inputTokens":"@.in","outputTokens":"@.out"}}
        """;
    String body =
        """
        {"calls":[{"sid":"c-1","state":"failed","at":"%s","model":"gpt-4o","in":1000,"out":0}]}
        """
            .formatted(now);

    var tried =
        asking.send(
            "POST",
            "/api/v1/webhooks/try",
            "{\"mapping\":" + mapping + ",\"sample\":" + body + "}");
    assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
    JsonNode run = TestServer.json(tried).get("executions").get(0);
    assertThat(run.get("status").asString()).isEqualTo("error");
    assertThat(run.get("inputTokens").asInt()).isEqualTo(1_000);
    assertThat(asking.get("/api/v1/executions").get("items").size()).isZero();

    Sender sender = Sender.of(asking, "generic", ",\"mapping\":" + mapping);
    var answer = sender.send(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode stored = asking.get("/api/v1/executions").get("items").get(0);
    assertThat(stored.get("status").asString()).isEqualTo("error");
    assertThat(stored.get("costUsd").asString()).isEqualTo("0.0025");

    assertThat(
            asking
                .send("POST", "/api/v1/webhooks", "{\"source\":\"generic\",\"name\":\"x\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            asking
                .send(
                    "POST",
                    "/api/v1/webhooks/try",
                    "{\"mapping\":{\"fields\":{\"agent\":\"$[\"}},\"sample\":{}}")
                .body())
        .contains("mapping.fields.agent");
  }

  @Test
  void theHookAndTheTelemetryOfN8nFillOneExecution() {
    Sender sender = Sender.of(asking, "n8n");
    N8nRecording.sendTelemetry(asking);
    assertThat(agentRuns()).hasSize(1);

    var answer = sender.send(N8nRecording.ofHook().toString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(agentRuns()).hasSize(1);
    JsonNode run = agentRuns().get(0);
    assertThat(run.get("id").asString()).startsWith("94f70bdfd1a1bd4cc813c71ad3e44794");
    assertThat(run.get("inputTokens").asInt()).isEqualTo(137);
    assertThat(run.get("outputTokens").asInt()).isEqualTo(23);
    assertThat(run.get("models").get(0).asString()).isEqualTo("fake-chat-1");

    assertThat(sender.send(N8nRecording.ofHook().toString() + " ").statusCode()).isEqualTo(200);
    assertThat(agentRuns()).hasSize(1);
  }

  private java.util.List<JsonNode> agentRuns() {
    return asking.get("/api/v1/executions?limit=50").get("items").values().stream()
        .filter(run ->
            run.get("agent").get("name").asString().equals("Sentinel agent demo (fictional)"))
        .toList();
  }

  @Test
  void theRunDataOfN8nReplacesWhatItsErrorWorkflowKnew() {
    Sender sender = Sender.of(asking, "n8n");
    String failed =
        TestServer.json(sender.send(N8nRecording.ofErrorWorkflow().toString()))
            .get("executionIds")
            .get(0)
            .asString();
    assertThat(asking.get("/api/v1/executions/" + failed).get("error").toString())
        .contains("Fictional CRM refused order 1042");

    ObjectNode hook = N8nRecording.ofHook();
    hook.put("executionId", "2");
    ((ObjectNode) hook.get("workflow")).put("id", "wfSentinelFail1");
    String whole =
        TestServer.json(sender.send(hook.toString())).get("executionIds").get(0).asString();

    assertThat(whole).isEqualTo(failed);
    assertThat(asking.get("/api/v1/executions").get("items").size()).isEqualTo(1);
    assertThat(asking.get("/api/v1/executions/" + whole).get("inputTokens").asInt()).isEqualTo(137);
  }
}
