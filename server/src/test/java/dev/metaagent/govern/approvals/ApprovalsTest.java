package dev.metaagent.govern.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.events.ControlMessage;
import dev.metaagent.events.ControlMessages;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.Governing;
import dev.metaagent.testing.SentRun;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class ApprovalsTest {

  private static final String ALL = "/api/v1/approvals";
  private static final String WHY = "{\"reason\": \"looks right\"}";

  private final Governing governing = new Governing();
  private final Instant now = Clock.systemUTC().instant();
  private final String id = UUID.randomUUID().toString();

  private String question(String questionId, String agent, String arguments, Instant expiresAt) {
    return """
    {"id": "%s", "agent": "%s", "executionId": "run-7", "tool": "issue_refund", "arguments": %s,
     "ruleId": "refunds", "expiresAt": "%s"}
    """
        .formatted(questionId, agent, arguments, expiresAt);
  }

  private String question() {
    return question(id, "Order Desk", "{\"amount\": 250}", now.plusSeconds(600));
  }

  private HttpResponse<String> ask(String body) {
    return governing.send(governing.agent(), "POST", ALL, body);
  }

  private HttpResponse<String> decide(String verb) {
    return governing.send(governing.admin(), "POST", ALL + "/" + id + "/" + verb, WHY);
  }

  private List<ControlMessage> messages() {
    return Tenant.call(
        governing.organization(),
        () ->
            governing
                .bean(TenantTransactions.class)
                .read(() -> governing.bean(ControlMessages.class).after("approvals", 0)));
  }

  private int sql(String sql) {
    JdbcClient jdbc = JdbcClient.create(governing.bean(DataSource.class));
    return Tenant.call(
        governing.organization(),
        () ->
            governing
                .bean(TenantTransactions.class)
                .write(() ->
                    jdbc.sql(sql)
                        .param("id", UUID.fromString(id))
                        .param(
                            "past",
                            OffsetDateTime.ofInstant(
                                now.minus(Duration.ofDays(91)), ZoneOffset.UTC))
                        .update()));
  }

  @Test
  void aQuestionIsAskedAndApproved() {
    governing.send(
        governing.admin(),
        "PUT",
        "/api/v1/agents/Order%20Desk/tool-rules",
        """
        {"rules": [{"id": "refunds", "tool": "*", "effect": "ask", "reason": "large"}], "reason": "x"}
        """);
    HttpResponse<String> asked = ask(question());
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
    JsonNode pending = TestServer.json(asked);
    assertThat(pending.get("state").asString()).isEqualTo("pending");
    assertThat(pending.get("agent").get("name").asString()).isEqualTo("Order Desk");
    assertThat(pending.get("ruleReason").asString()).isEqualTo("large");
    assertThat(pending.get("executionId").asString()).isEqualTo("run-7");

    JsonNode approved = TestServer.json(decide("approve"));

    assertThat(approved.get("state").asString()).isEqualTo("approved");
    assertThat(approved.get("reason").asString()).isEqualTo("looks right");
    assertThat(approved.get("decidedAt").isNull()).isFalse();
    JsonNode seen = TestServer.json(governing.get(governing.agent(), ALL + "/" + id));
    assertThat(seen.get("state").asString()).isEqualTo("approved");
    assertThat(messages()).hasSize(1);
    ControlMessage told = messages().getFirst();
    assertThat(told.key()).isEqualTo(id);
    assertThat(told.payload())
        .contains(
            "\"state\":\"approved\"",
            "\"reason\":\"looks right\"",
            pending.get("agent").get("id").asString());
    JsonNode entry = governing.lastEntry();
    assertThat(entry.get("action").asString()).isEqualTo("approval.approve");
    assertThat(entry.get("details").toString()).contains("issue_refund").contains("refunds");
  }

  @Test
  void theSameQuestionAgainIsTheSameApproval() {
    assertThat(ask(question()).statusCode()).isEqualTo(201);
    decide("deny");
    HttpResponse<String> again = ask(question());
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(TestServer.json(again).get("state").asString()).isEqualTo("denied");
    assertThat(
            ask(question(id, "Order Desk", "{\"amount\": 251}", now.plusSeconds(600))).statusCode())
        .isEqualTo(409);
    assertThat(governing.got(ALL).get("items")).hasSize(1);
  }

  @Test
  void personalDataAndSecretsInArgumentsAreReplaced() {
    String arguments =
        """
        {"to": "jane.miller@example.com", "card": "4111 1111 1111 1111", "amount": 12.5, "count": 3,
         "nested": [{"password": "hunter2hunter2", "ok": true, "none": null}]}
        """;
    JsonNode kept =
        TestServer.json(ask(question(id, "Order Desk", arguments, now.plusSeconds(600))))
            .get("arguments");
    assertThat(kept.toString())
        .doesNotContain("jane.miller")
        .doesNotContain("4111 1111")
        .doesNotContain("hunter2");
    assertThat(kept.get("amount").asDouble()).isEqualTo(12.5);
    assertThat(kept.get("count").isInt()).isTrue();
    assertThat(kept.get("nested").get(0).get("ok").asBoolean()).isTrue();
    assertThat(kept.get("nested").get(0).get("none").isNull()).isTrue();
    assertThat(ask(question(id, "Order Desk", arguments, now.plusSeconds(600))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void argumentsAreForThoseWhoMayReadBodies() {
    ask(question());
    JsonNode viewed =
        TestServer.json(governing.get(governing.viewer(), ALL + "?state=pending"))
            .get("items")
            .get(0);
    assertThat(viewed.get("tool").asString()).isEqualTo("issue_refund");
    assertThat(viewed.get("arguments").isNull()).isTrue();
    assertThat(governing.got(ALL).get("items").get(0).get("arguments").get("amount").asInt())
        .isEqualTo(250);
    assertThat(governing.get(governing.agent(), ALL).statusCode()).isEqualTo(403);
    assertThat(
            governing
                .send(governing.viewer(), "POST", ALL + "/" + id + "/approve", WHY)
                .statusCode())
        .isEqualTo(403);
    assertThat(
            governing
                .send(governing.agent(), "POST", ALL + "/" + id + "/approve", WHY)
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aKeySeesOnlyWhatItAskedAndAnotherOrganizationNothing() {
    ask(question());
    String other = governing.boundTo("Order Desk");
    assertThat(governing.get(other, ALL + "/" + id).statusCode()).isEqualTo(404);
    assertThat(governing.get(governing.admin(), ALL + "/" + id).statusCode()).isEqualTo(200);
    Governing stranger = new Governing();
    assertThat(stranger.get(stranger.admin(), ALL + "/" + id).statusCode()).isEqualTo(404);
    assertThat(stranger.got(ALL).get("items")).isEmpty();
    assertThat(stranger.send(stranger.admin(), "POST", ALL + "/" + id + "/deny", WHY).statusCode())
        .isEqualTo(404);
    assertThat(stranger.send(stranger.agent(), "POST", ALL, question()).statusCode())
        .isEqualTo(201);
  }

  @Test
  void aBoundKeyAsksForItsAgentsOnly() {
    String bound = governing.boundTo("Order Desk");
    assertThat(governing.send(bound, "POST", ALL, question()).statusCode()).isEqualTo(201);
    String spelled =
        question(UUID.randomUUID().toString(), "order-desk", "null", now.plusSeconds(60));
    HttpResponse<String> same = governing.send(bound, "POST", ALL, spelled);
    assertThat(same.statusCode()).isEqualTo(201);
    assertThat(TestServer.json(same).get("arguments").isNull()).isTrue();
    String agent = TestServer.json(same).get("agent").get("id").asString();
    String byId = question(UUID.randomUUID().toString(), agent, "null", now.plusSeconds(60));
    assertThat(governing.send(bound, "POST", ALL, byId).statusCode()).isEqualTo(201);
    String other = question(UUID.randomUUID().toString(), "Payroll", "null", now.plusSeconds(60));
    assertThat(governing.send(bound, "POST", ALL, other).statusCode()).isEqualTo(403);
    assertThat(governing.got("/api/v1/agents").toString()).doesNotContain("Payroll");
  }

  @Test
  void aQuestionIsDecidedOnceHoweverManyDecide() {
    ask(question());
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        String verb = i % 2 == 0 ? "approve" : "deny";
        answers.add(CompletableFuture.supplyAsync(() -> decide(verb).statusCode(), threads));
      }
    }
    assertThat(answers.stream().map(CompletableFuture::join))
        .containsOnlyOnce(200)
        .containsOnly(200, 409);
    assertThat(messages()).hasSize(1);
    HttpResponse<String> late = decide("approve");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(TestServer.json(late).get("errors").get(0).get("field").asString())
        .isEqualTo("state");
  }

  @Test
  void aDecisionThatIsSentAgainUnderItsKeyIsAnsweredAgain() {
    ask(question());
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> approved =
          TestServer.remote()
              .send(
                  TestServer.remote()
                      .request(ALL + "/" + id + "/approve")
                      .header("Authorization", "Bearer " + governing.admin())
                      .header("Content-Type", "application/json")
                      .header("Idempotency-Key", id)
                      .POST(BodyPublishers.ofString(WHY)));
      assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
    }
    assertThat(messages()).hasSize(1);
  }

  @Test
  void aQuestionExpiresAndIsToldSo() {
    ask(question(id, "Order Desk", "null", now.plusSeconds(600)));
    sql("update tool_approvals set expires_at = :past where id = :id");
    JsonNode one = governing.got(ALL + "/" + id);
    assertThat(one.get("state").asString()).isEqualTo("expired");
    assertThat(governing.got(ALL + "?state=pending").get("items")).isEmpty();
    assertThat(governing.got(ALL + "?state=expired").get("items")).hasSize(1);
    assertThat(decide("approve").statusCode()).isEqualTo(409);
    List<ControlMessage> told = Eventually.get(this::messages, messages -> !messages.isEmpty());
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().payload()).contains("\"state\":\"expired\"");
    governing.bean(ApprovalExpiry.class).expire();
    assertThat(messages().getFirst().revision()).isEqualTo(told.getFirst().revision());
  }

  @Test
  void aQuestionThatArrivesTooLateIsExpired() {
    HttpResponse<String> late = ask(question(id, "Order Desk", "null", now.minusSeconds(30)));
    assertThat(late.statusCode()).isEqualTo(201);
    assertThat(TestServer.json(late).get("state").asString()).isEqualTo("expired");
    assertThat(decide("approve").statusCode()).isEqualTo(409);
  }

  @Test
  void whatIsAskedHasBounds() {
    assertThat(ask(question(id, "Order Desk", "null", now.plus(Duration.ofHours(25)))).body())
        .contains("\"expiresAt\"");
    assertThat(ask(question(id, " ", "null", now.plusSeconds(60))).body()).contains("\"agent\"");
    String large = "\"" + "x".repeat(65_536) + "\"";
    assertThat(ask(question(id, "Order Desk", large, now.plusSeconds(60))).body())
        .contains("\"arguments\"");
    assertThat(ask("{\"agent\": \"a\"}").body()).contains("\"id\"");
    assertThat(governing.get(governing.admin(), ALL + "?state=open").statusCode()).isEqualTo(400);
    assertThat(governing.get(governing.admin(), ALL + "?cursor=x").statusCode()).isEqualTo(400);
    assertThat(governing.send(governing.admin(), "POST", ALL + "/" + id + "/deny", "{}").body())
        .contains("\"reason\"");
    assertThat(decide("deny").statusCode()).isEqualTo(404);
  }

  @Test
  void onlySoManyQuestionsWaitAtOnce() {
    ask(question());
    sql(
        """
        insert into tool_approvals (organization_id, id, agent_id, tool, state, asked_at, expires_at)
        select organization_id, gen_random_uuid(), agent_id, tool, 'pending', :past, expires_at
        from tool_approvals, generate_series(1, 999) where id = :id
        """);
    HttpResponse<String> refused =
        ask(question(UUID.randomUUID().toString(), "Order Desk", "null", now.plusSeconds(600)));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(ask(question()).statusCode()).as("asked before").isEqualTo(200);
    decide("deny");
    assertThat(
            ask(question(UUID.randomUUID().toString(), "Order Desk", "null", now.plusSeconds(600)))
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void areListedNewestFirstPageByPage() {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String one = UUID.randomUUID().toString();
      String agent = i % 2 == 0 ? "Order Desk" : "Payroll";
      ask(question(one, agent, "null", now.plusSeconds(600)));
      asked.addFirst(one);
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = governing.got(ALL + "?limit=2&cursor=" + cursor);
      seen.addAll(Asking.texts(page, "id"));
      cursor = page.get("nextCursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(asked);
    assertThat(governing.got(ALL + "?agent=payroll").get("items")).hasSize(2);
    assertThat(governing.got(ALL + "?agent=nobody").get("items")).isEmpty();
  }

  @Test
  void oldQuestionsAndMessagesAreForgotten() {
    ask(question());
    decide("approve");
    governing.bean(ApprovalExpiry.class).forget();
    assertThat(governing.get(governing.admin(), ALL + "/" + id).statusCode()).isEqualTo(200);
    assertThat(messages()).hasSize(1);
    sql("update tool_approvals set asked_at = :past where id = :id");
    sql("update control_messages set at = :past where key = cast(:id as text)");
    governing.bean(ApprovalExpiry.class).forget();
    assertThat(governing.get(governing.admin(), ALL + "/" + id).statusCode()).isEqualTo(404);
    assertThat(messages()).isEmpty();
  }

  @Test
  void questionsAreErasedWithTheirExecution() {
    Asking asking = new Asking();
    Governing there = new Governing(asking.organization());
    SentRun run = SentRun.of("Order Desk", now);
    asking.send(run);
    String body = question().replace("run-7", run.id());
    assertThat(there.send(there.agent(), "POST", ALL, body).statusCode()).isEqualTo(201);
    assertThat(there.got(ALL).get("items").get(0).get("executionId").asString())
        .isEqualTo(run.id());
    HttpResponse<String> accepted =
        there.send(
            there.admin(), "DELETE", "/api/v1/executions/" + run.id(), "{\"reason\": \"asked\"}");
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(Eventually.get(() -> there.got(ALL).get("items").size(), size -> size == 0))
        .isZero();
  }
}
