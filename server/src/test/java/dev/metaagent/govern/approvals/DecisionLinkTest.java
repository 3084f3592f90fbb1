package dev.metaagent.govern.approvals;

import static dev.metaagent.govern.approvals.Questions.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.KeyScope;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.TestServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DecisionLinkTest {

  private static final TestServer SERVER = TestServer.remote();
  private static final String REASON = "checked in Stripe";

  private final Questions questions = new Questions();

  private HttpResponse<String> make(String key, String id, String body) {
    return questions.governing.send(key, "POST", ALL + "/" + id + "/link", body);
  }

  private String path(String id) {
    return path(id, "{}");
  }

  private String path(String id, String body) {
    HttpResponse<String> made = make(questions.governing.admin(), id, body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    return URI.create(TestServer.json(made).get("url").asString()).getPath();
  }

  private static HttpResponse<String> open(String path) {
    return SERVER.send(SERVER.request(path).GET());
  }

  private static HttpResponse<String> post(String path, String form) {
    return SERVER.send(
        SERVER
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  private static HttpResponse<String> answer(String path, String decision, String reason) {
    return post(
        path,
        "reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8) + "&decision=" + decision);
  }

  private String state(String id) {
    return questions.one(id).get("state").asString();
  }

  @Test
  void aLinkShowsTheCallAndItsFormDecides() {
    questions.rules(
        "/api/v1/agents/Order%20Desk",
        """
        [{"id": "refunds", "tool": "issue_refund", "effect": "ask", "reason": "large refunds",
          "when": {"all": [{"path": "amount", "op": "gt", "value": 200}]}}]
        """);
    String id = questions.ask("{\"amount\": 284}");
    HttpResponse<String> made = make(questions.governing.admin(), id, "{}");
    assertThat(TestServer.json(made).get("expiresAt").asString())
        .isEqualTo(questions.one(id).get("expiresAt").asString());
    assertThat(questions.governing.lastEntry().get("action").asString()).isEqualTo("approval.link");
    String path = URI.create(TestServer.json(made).get("url").asString()).getPath();

    HttpResponse<String> page = open(path);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("Order Desk", "issue_refund", "284", "large refunds", "amount &gt; 200")
        .contains("then <b>denied</b>");
    open(path);
    assertThat(state(id)).as("opening decides nothing").isEqualTo("pending");
    HttpResponse<String> approved =
        post(path, "reason=checked+in+Stripe&name=Dana&decision=approve");
    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
    assertThat(approved.body()).contains("Approved");
    JsonNode decided = questions.one(id);
    assertThat(decided.get("state").asString()).isEqualTo("approved");
    assertThat(decided.get("reason").asString()).isEqualTo(REASON);
    assertThat(decided.get("decidedBy").asString()).startsWith("Dana (link made by ");
    JsonNode entry = questions.governing.lastEntry();
    assertThat(entry.get("action").asString()).isEqualTo("approval.approve");
    assertThat(entry.get("actor").asString()).startsWith("Dana (link made by ");
  }

  @Test
  void thePageIsKeptNowhereAndLoadsNothing() {
    HttpResponse<String> page = open(path(questions.ask("{\"amount\": 1}")));
    assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'")
        .doesNotContain("script-src", "unsafe");
    assertThat(page.headers().allValues("Cache-Control")).containsExactly("no-store");
    assertThat(page.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(page.body()).doesNotContain("<script", "http:", "https:", "src=");
  }

  @Test
  void aLinkDecidesOnce() {
    String id = questions.ask("{\"amount\": 1}");
    String path = path(id);
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        String decision = i % 2 == 0 ? "approve" : "deny";
        answers.add(
            CompletableFuture.supplyAsync(
                () -> answer(path, decision, REASON).statusCode(), threads));
      }
    }
    assertThat(answers.stream().map(CompletableFuture::join))
        .containsOnlyOnce(200)
        .containsOnly(200, 410);
    HttpResponse<String> again = answer(path, "approve", REASON);
    assertThat(again.statusCode()).isEqualTo(410);
    assertThat(again.body()).contains("This link was used");
    assertThat(open(path).body()).contains("This link was used").doesNotContain("<form");
  }

  @Test
  void aLinkToWhatIsDecidedOrExpiredSaysSo() {
    String decided = questions.ask("{\"amount\": 1}");
    String path = path(decided);
    questions.decide(decided, "deny");
    assertThat(answer(path, "approve", REASON).statusCode()).isEqualTo(410);
    assertThat(open(path).body()).contains("Already decided", "looks right");
    assertThat(state(decided)).isEqualTo("denied");
    assertThat(make(questions.governing.admin(), decided, "{}").statusCode()).isEqualTo(409);

    String late = questions.ask("{\"amount\": 2}");
    String dead = path(late);
    questions.sql(
        "update tool_approvals set expires_at = :at where id = :id",
        late,
        questions.now.minusSeconds(1));
    assertThat(open(dead).body()).contains("Time ran out");
    assertThat(answer(dead, "approve", REASON).statusCode()).isEqualTo(410);
    assertThat(state(late)).isEqualTo("expired");
    assertThat(make(questions.governing.admin(), late, "{}").statusCode()).isEqualTo(409);
  }

  @Test
  void aChangedLinkOpensNothing() {
    String id = questions.ask("{\"amount\": 1}");
    String other = questions.ask("{\"amount\": 2}");
    String token = path(id).substring("/decide/".length());
    String otherToken = path(other).substring("/decide/".length());
    for (String forged :
        List.of(
            token.substring(0, 106) + (token.charAt(106) == 'A' ? 'B' : 'A'),
            otherToken.substring(0, 64) + token.substring(64),
            token.substring(0, 21) + otherToken.substring(21, 43) + token.substring(43),
            token.substring(0, 100),
            token + "A",
            "A".repeat(107),
            "%00" + token.substring(3),
            "é".repeat(107))) {
      String encoded = forged.startsWith("é") ? "%C3%A9".repeat(107) : forged;
      assertThat(open("/decide/" + encoded).statusCode()).as(forged).isIn(400, 404, 429);
      assertThat(answer("/decide/" + encoded, "approve", REASON).statusCode())
          .as(forged)
          .isIn(400, 404, 429);
    }
    assertThat(state(id)).isEqualTo("pending");
    assertThat(state(other)).isEqualTo("pending");
  }

  @Test
  void onlyAnAdministratorOfTheOrganizationMakesLinks() {
    String id = questions.ask("{\"amount\": 1}");
    assertThat(make(questions.governing.viewer(), id, "{}").statusCode()).isEqualTo(403);
    assertThat(make(questions.governing.agent(), id, "{}").statusCode()).isEqualTo(403);
    Questions stranger = new Questions();
    assertThat(make(stranger.governing.admin(), id, "{}").statusCode()).isEqualTo(404);
    assertThat(
            make(questions.governing.admin(), id, "{\"for\": \"" + "x".repeat(101) + "\"}").body())
        .contains("\"for\"");
    for (int i = 0; i < 20; i++) {
      path(id);
    }
    assertThat(make(questions.governing.admin(), id, "{}").statusCode()).isEqualTo(409);
  }

  @Test
  void aLinkEndsWithTheKeyThatMadeIt() {
    String id = questions.ask("{\"amount\": 1}");
    ApiKeys keys = questions.governing.bean(ApiKeys.class);
    ApiKeys.Issued key =
        Tenant.call(
            questions.governing.organization(),
            () -> keys.issue("leaves soon", KeyScope.ADMIN, null, "test"));
    String path =
        URI.create(TestServer.json(make(key.key(), id, "{}")).get("url").asString()).getPath();
    assertThat(open(path).statusCode()).isEqualTo(200);
    Tenant.run(questions.governing.organization(), () -> keys.revoke(key.id(), "left", "test"));
    assertThat(open(path).statusCode()).isEqualTo(404);
    assertThat(answer(path, "approve", REASON).statusCode()).isEqualTo(404);
    assertThat(state(id)).isEqualTo("pending");
  }

  @Test
  void aLinkForSomebodyCarriesThatName() {
    String id = questions.ask("{\"amount\": 1}");
    String path = path(id, "{\"for\": \"Dana\"}");
    assertThat(open(path).body()).contains("given to Dana").doesNotContain("id=\"name\"");
    assertThat(post(path, "reason=fine+by+me&name=Mallory&decision=deny").statusCode())
        .isEqualTo(200);
    assertThat(questions.one(id).get("decidedBy").asString())
        .startsWith("Dana (link made by ")
        .doesNotContain("Mallory");
  }

  @Test
  void textsOfAgentsStayTexts() {
    String id =
        questions.ask(
            "<b>Desk</b>",
            "<script>alert(1)</script>",
            "\\\"><img src=x onerror=alert(1)>",
            "{\"note\": \"</pre><script>alert(2)</script>\", \"turned\": \"a\\u202Eb\", \"<i>\":"
                + " 1}",
            questions.now.plusSeconds(600));
    String path = path(id, "{\"for\": \"<u>Dana</u>\"}");
    String page = open(path).body();
    assertThat(page)
        .doesNotContain("<script", "<img", "<b>Desk", "<i>", "<u>", "\u202E")
        .contains("&lt;script&gt;alert(1)", "\\u{202e}");
    HttpResponse<String> again = answer(path, "maybe", "</textarea><script>alert(3)</script>");
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).doesNotContain("<script").contains("&lt;/textarea&gt;");
    String done = answer(path, "deny", "<script>alert(4)</script>").body();
    assertThat(done).contains("Denied").doesNotContain("<script");
    assertThat(open(path).body()).contains("&lt;script&gt;alert(4)").doesNotContain("<script");
  }

  @Test
  void whatIsSentHasBounds() {
    String id = questions.ask("{\"amount\": 1}");
    String path = path(id);
    assertThat(answer(path, "approve", " ").body()).contains("Write a reason");
    assertThat(answer(path, "approve", "x".repeat(501)).statusCode()).isEqualTo(400);
    HttpResponse<String> huge = answer(path, "approve", "x".repeat(200_000));
    assertThat(huge.statusCode()).as(huge.body()).isIn(400, 413);
    assertThat(post(path, "decision=approve").statusCode()).isEqualTo(400);
    assertThat(post(path, "reason=%zz&decision=approve").statusCode()).isEqualTo(400);
    assertThat(post(path, "reason=why&name=" + "n".repeat(101) + "&decision=approve").body())
        .contains("the name 100");
    assertThat(
            SERVER
                .send(
                    SERVER
                        .request(path)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("reason=why&decision=approve")))
                .statusCode())
        .isEqualTo(400);
    assertThat(state(id)).isEqualTo("pending");
    assertThat(answer(path, "approve", "a\u0000b").statusCode()).isEqualTo(200);
  }

  @Test
  void aLinkIsNotAmongTheAttemptsThatPeopleSee() {
    String id = questions.ask("{\"amount\": 1}");
    String path = path(id);
    open(path);
    answer(path, "approve", REASON);
    String token = path.substring("/decide/".length());
    assertThat(questions.governing.got("/api/v1/connect/attempts").toString())
        .doesNotContain(token);
    assertThat(questions.governing.got("/api/v1/audit").toString()).doesNotContain(token);
  }
}
