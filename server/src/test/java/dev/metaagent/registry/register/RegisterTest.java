package dev.metaagent.registry.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.Role;
import dev.metaagent.access.members.Members;
import dev.metaagent.access.sessions.SignIn;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.Governing;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RegisterTest {

  private static final TestServer SERVER = TestServer.remote();

  private final Governing org = new Governing();
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);

  /// A run of an agent that ended, with one model call and these tools.
  private void run(String agent, Instant at, String model, String promptVersion, String... tools) {
    List<Map<String, Object>> steps = new ArrayList<>();
    steps.add(Map.of("kind", "llm", "name", "ask", "model", model, "outputTokens", 10));
    for (String tool : tools) {
      steps.add(Map.of("kind", "tool", "name", tool));
    }
    Map<String, Object> run =
        Map.of(
            "id",
            UUID.randomUUID().toString(),
            "agent",
            agent,
            "startedAt",
            at.toString(),
            "endedAt",
            at.plusSeconds(1).toString(),
            "prompt",
            Map.of("name", "answer", "version", promptVersion),
            "steps",
            steps);
    HttpResponse<String> sent =
        org.send(
            org.admin(), "POST", "/api/v1/executions", JsonMapper.shared().writeValueAsString(run));
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
  }

  private JsonNode register(String agent) {
    HttpResponse<String> answer = org.get(org.viewer(), "/api/v1/agents/" + agent + "/register");
    return answer.statusCode() == 200 ? TestServer.json(answer) : JsonMapper.shared().nullNode();
  }

  /// The entry, once the agent is known to use a tool.
  private JsonNode using(String agent, String tool) {
    JsonNode entry =
        Eventually.get(
            () -> register(agent), seen -> names(seen.at("/known/tools")).contains(tool));
    assertThat(names(entry.at("/known/tools"))).contains(tool);
    return entry;
  }

  private HttpResponse<String> patch(String agent, String json) {
    return org.send(org.admin(), "PATCH", "/api/v1/agents/" + agent, json);
  }

  private void changed(String agent, String json) {
    HttpResponse<String> answer = patch(agent, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static List<String> names(JsonNode uses) {
    List<String> names = new ArrayList<>();
    uses.forEach(use -> names.add(use.get("name").asString()));
    return names;
  }

  private List<String> listed(String query) {
    List<String> names = new ArrayList<>();
    org.got("/api/v1/register" + query)
        .get("items")
        .forEach(entry -> names.add(entry.at("/agent/name").asString()));
    return names;
  }

  @Test
  void anAgentThatNobodyReviewedSaysSoAndWhatItUses() {
    run("desk", now, "gpt-4o", "v1", "find_order");
    JsonNode entry = using("desk", "find_order");
    assertThat(entry.get("review").asString()).isEqualTo("unreviewed");
    assertThat(entry.get("reviewedAt").isNull()).isTrue();
    assertThat(entry.get("risk").isNull()).isTrue();
    assertThat(entry.get("newSinceReview").isNull()).isTrue();
    assertThat(entry.get("newUses").isNull()).isTrue();
    assertThat(entry.get("unknownBefore").isNull()).isTrue();
    assertThat(entry.get("usesComplete").asBoolean()).isTrue();
    assertThat(names(entry.at("/known/models"))).containsExactly("gpt-4o");
    JsonNode prompt = entry.at("/known/prompts/0");
    assertThat(prompt.get("name").asString()).isEqualTo("answer");
    assertThat(prompt.get("version").asString()).isEqualTo("v1");
    assertThat(Instant.parse(prompt.get("firstSeenAt").asString())).isEqualTo(now);
    String run = "/api/v1/executions/" + entry.at("/known/tools/0/executionId").asString();
    assertThat(org.got(run).at("/agent/name").asString()).isEqualTo("desk");
  }

  @Test
  void afterAReviewOnlyWhatBecameKnownLaterIsNew() {
    run("desk", now, "gpt-4o", "v1", "find_order");
    using("desk", "find_order");
    changed(
        "desk",
        """
        {"review": "approved", "reviewedUntil": "%s", "reason": "reads orders only"}
        """
            .formatted(now.plus(Duration.ofDays(90))));
    JsonNode reviewed = register("desk");
    assertThat(reviewed.get("review").asString()).isEqualTo("approved");
    assertThat(reviewed.get("reviewedBy").asString()).isEqualTo("key test");
    assertThat(reviewed.get("reviewReason").asString()).isEqualTo("reads orders only");
    assertThat(Instant.parse(reviewed.get("reviewedAt").asString())).isAfterOrEqualTo(now);
    assertThat(reviewed.get("overdue").asBoolean()).isFalse();
    assertThat(reviewed.at("/newSinceReview/tools")).isEmpty();
    assertThat(reviewed.at("/newUses/models").asInt()).isZero();

    run("desk", now.plusSeconds(5), "claude-sonnet-4", "v2", "find_order", "issue_refund");
    JsonNode later = using("desk", "issue_refund");
    assertThat(names(later.at("/newSinceReview/tools"))).containsExactly("issue_refund");
    assertThat(names(later.at("/newSinceReview/models"))).containsExactly("claude-sonnet-4");
    assertThat(later.at("/newSinceReview/prompts/0/version").asString()).isEqualTo("v2");
    assertThat(later.at("/newUses/tools").asInt()).isEqualTo(1);
    assertThat(later.at("/knownUses/tools").asInt()).isEqualTo(2);
    assertThat(org.got("/api/v1/register").at("/items/0/newUses/tools").asInt()).isEqualTo(1);

    changed("desk", "{\"review\": \"restricted\", \"reason\": \"refunds ask a person\"}");
    JsonNode again = register("desk");
    assertThat(again.at("/newSinceReview/tools")).isEmpty();
    assertThat(again.get("reviewedUntil").isNull()).isTrue();

    changed("desk", "{\"review\": \"unreviewed\", \"reason\": \"taken back\"}");
    JsonNode none = register("desk");
    assertThat(none.get("newSinceReview").isNull()).isTrue();
    assertThat(none.get("newUses").isNull()).isTrue();
    assertThat(none.get("reviewedBy").asString()).isEqualTo("key test");
    assertThat(none.get("reviewReason").asString()).isEqualTo("taken back");
  }

  @Test
  void anOldRunThatArrivesAfterTheReviewIsNewToIt() {
    run("desk", now, "gpt-4o", "v1", "find_order");
    using("desk", "find_order");
    changed("desk", "{\"review\": \"approved\", \"reason\": \"looks right\"}");
    run("desk", now.minus(Duration.ofHours(3)), "gpt-4o", "v1", "delete_order");
    JsonNode entry = using("desk", "delete_order");
    assertThat(names(entry.at("/newSinceReview/tools"))).containsExactly("delete_order");
    assertThat(Instant.parse(entry.at("/newSinceReview/tools/0/firstSeenAt").asString()))
        .isEqualTo(now.minus(Duration.ofHours(3)));
    assertThat(Instant.parse(entry.at("/known/models/0/firstSeenAt").asString()))
        .isEqualTo(now.minus(Duration.ofHours(3)));
    assertThat(entry.at("/newSinceReview/models")).isEmpty();
  }

  @Test
  void whatAMergedNameUsedIsNewToTheAgentThatItJoins() {
    run("desk", now, "gpt-4o", "v1", "find_order");
    run("desk-old", now, "gpt-4o", "v1", "find_order", "wipe_disk");
    using("desk", "find_order");
    JsonNode old = using("desk-old", "wipe_disk");
    changed("desk-old", "{\"review\": \"approved\", \"reason\": \"was right\"}");
    changed("desk", "{\"review\": \"approved\", \"reason\": \"is right\"}");
    String desk = register("desk").at("/agent/id").asString();
    String alias = old.at("/agent/id").asString();
    HttpResponse<String> merged =
        org.send(
            org.admin(),
            "POST",
            "/api/v1/agents/" + alias + "/merge",
            "{\"into\": \"" + desk + "\", \"reason\": \"one agent\"}");
    assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);

    JsonNode entry = register(alias);
    assertThat(entry.at("/agent/id").asString()).isEqualTo(desk);
    assertThat(entry.at("/aliases/0").asString()).isEqualTo("desk-old");
    assertThat(names(entry.at("/newSinceReview/tools"))).containsExactly("wipe_disk");
    assertThat(entry.at("/known/tools")).hasSize(2);
    assertThat(listed("")).containsExactly("desk");
    assertThat(patch(alias, "{\"risk\": \"low\", \"reason\": \"x\"}").statusCode()).isEqualTo(409);
    changed("desk", "{\"review\": \"approved\", \"reason\": \"both looked at\"}");
    assertThat(register("desk").at("/newSinceReview/tools")).isEmpty();
  }

  @Test
  void whatPeopleSayOfAnAgentIsKeptWithoutPersonalDataAndInTheJournal() {
    run("desk", now, "gpt-4o", "v1", "find_order");
    using("desk", "find_order");
    changed(
        "desk",
        """
        {"owner": "growth", "purpose": " Answers ann@example.org\\nabout orders ", "team": "Care",
         "dataClasses": ["Personal", "personal", "payment"], "risk": "high", "reason": "the yearly round"}
        """);
    JsonNode entry = register("desk");
    assertThat(entry.get("purpose").asString())
        .startsWith("Answers ")
        .endsWith(" about orders")
        .doesNotContain("ann@");
    assertThat(entry.get("owner").asString()).isEqualTo("growth");
    assertThat(entry.get("dataClasses").toString()).isEqualTo("[\"personal\",\"payment\"]");
    assertThat(entry.get("risk").asString()).isEqualTo("high");
    assertThat(entry.get("changedBy").asString()).isEqualTo("key test");
    JsonNode journal = org.got("/api/v1/audit").get("items");
    JsonNode change =
        journal
            .valueStream()
            .filter(each -> each.get("action").asString().equals("agent.register"))
            .findFirst()
            .orElseThrow();
    assertThat(change.get("reason").asString()).isEqualTo("the yearly round");
    assertThat(change.get("details").asString())
        .contains("\"risk\":[null,\"high\"]", "\"team\":[null,\"Care\"]")
        .doesNotContain("ann@");

    changed(
        "desk", "{\"purpose\": \"\", \"dataClasses\": [], \"risk\": \"\", \"reason\": \"wrong\"}");
    JsonNode emptied = register("desk");
    assertThat(emptied.get("purpose").isNull()).isTrue();
    assertThat(emptied.get("dataClasses")).isEmpty();
    assertThat(emptied.get("risk").isNull()).isTrue();
    assertThat(emptied.get("team").asString()).isEqualTo("Care");

    changed("desk", "{\"review\": \"approved\", \"reason\": \"all right\"}");
    JsonNode review = org.lastEntry();
    assertThat(review.get("action").asString()).isEqualTo("agent.review");
    assertThat(review.get("details").asString())
        .contains(
            "[\"unreviewed\",\"approved\"]", "\"covers\":{\"tools\":1,\"models\":1,\"prompts\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"risk\": \"huge\", \"reason\": \"x\"}",
        "{\"review\": \"perhaps\", \"reason\": \"x\"}",
        "{\"review\": \"approved\"}",
        "{\"reviewedUntil\": \"2099-01-01T00:00:00Z\", \"reason\": \"x\"}",
        "{\"review\": \"approved\", \"reviewedUntil\": \"2001-01-01T00:00:00Z\", \"reason\":"
            + " \"x\"}",
        "{\"review\": \"approved\", \"reviewedUntil\": \"next week\", \"reason\": \"x\"}",
        "{\"dataClasses\": [\"\"], \"reason\": \"x\"}",
        "{\"dataClasses\": [null], \"reason\": \"x\"}",
        "{\"dataClasses\":"
            + " [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\",\"m\",\"n\",\"o\",\"p\",\"q\",\"r\",\"s\",\"t\",\"u\"],"
            + " \"reason\": \"x\"}"
      })
  void aChangeThatCannotBeIsRefused(String json) {
    changed(known("desk"), "{\"owner\": \"x\", \"reason\": \"x\"}");
    assertThat(patch("desk", json).statusCode()).as(json).isEqualTo(400);
    assertThat(register("desk").get("review").asString()).isEqualTo("unreviewed");
  }

  /// Registers an agent without a run.
  private String known(String agent) {
    HttpResponse<String> policy = org.get(org.agent(), "/api/v1/agents/" + agent + "/policy");
    assertThat(policy.statusCode()).as(policy.body()).isEqualTo(200);
    return agent;
  }

  @Test
  void developersDescribeAnAgentAndAdministratorsReviewIt() {
    String desk = known("desk");
    String cookie = developer();
    assertThat(asPerson(cookie, desk, "{\"risk\": \"low\", \"reason\": \"x\"}")).isEqualTo(200);
    assertThat(asPerson(cookie, desk, "{\"review\": \"approved\", \"reason\": \"x\"}"))
        .isEqualTo(403);
    assertThat(
            asPerson(
                cookie,
                desk,
                "{\"owner\": \"me\", \"reviewedUntil\": \"2099-01-01T00:00:00Z\", \"reason\":"
                    + " \"x\"}"))
        .isEqualTo(403);
    JsonNode entry = register("desk");
    assertThat(entry.get("risk").asString()).isEqualTo("low");
    assertThat(entry.get("owner").isNull()).isTrue();
    HttpResponse<String> viewer =
        org.send(
            org.viewer(), "PATCH", "/api/v1/agents/desk", "{\"risk\": \"low\", \"reason\": \"x\"}");
    assertThat(viewer.statusCode()).isEqualTo(403);
  }

  private String developer() {
    Members.Invited invited =
        Tenant.call(
            org.organization(),
            () ->
                org.bean(Members.class)
                    .invite(UUID.randomUUID() + "@example.org", "x", Role.DEVELOPER, null, "test"));
    SignIn.Started started =
        org.bean(SignIn.class)
            .withLink(invited.link().token().reveal(), "a sentence as a password", "192.0.2.9");
    return "metaagent-session-" + SERVER.port() + "=" + started.token().reveal();
  }

  private int asPerson(String cookie, String agent, String json) {
    return SERVER
        .send(
            SERVER
                .request("/api/v1/agents/" + agent)
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)))
        .statusCode();
  }

  /// Lets the review of an agent have ended.
  private void expire(String agent) {
    JdbcClient jdbc = JdbcClient.create(org.bean(DataSource.class));
    Tenant.call(
        org.organization(),
        () ->
            org.bean(dev.metaagent.tenancy.TenantTransactions.class)
                .write(() ->
                    jdbc.sql("update agent_registry set reviewed_until = :at where name = :name")
                        .param("at", now.minusSeconds(1).atOffset(java.time.ZoneOffset.UTC))
                        .param("name", agent)
                        .update()));
  }

  @Test
  void theListIsFilteredSortedAndPaged() {
    for (String agent : List.of("alpha", "beta", "gamma", "delta")) {
      changed(known(agent), "{\"owner\": \"x\", \"reason\": \"x\"}");
    }
    changed("alpha", "{\"risk\": \"low\", \"team\": \"Care\", \"reason\": \"x\"}");
    changed("beta", "{\"risk\": \"high\", \"review\": \"approved\", \"reason\": \"x\"}");
    changed("gamma", "{\"risk\": \"medium\", \"review\": \"restricted\", \"reason\": \"x\"}");
    expire("gamma");

    assertThat(listed("")).containsExactly("alpha", "beta", "delta", "gamma");
    assertThat(listed("?sort=-name")).containsExactly("gamma", "delta", "beta", "alpha");
    assertThat(listed("?sort=-risk")).containsExactly("beta", "gamma", "alpha", "delta");
    assertThat(listed("?sort=risk")).containsExactly("alpha", "gamma", "beta", "delta");
    assertThat(listed("?sort=review")).containsExactly("gamma", "alpha", "delta", "beta");
    assertThat(listed("?overdue=true")).containsExactly("gamma");
    assertThat(register("gamma").get("overdue").asBoolean()).isTrue();
    assertThat(listed("?risk=high")).containsExactly("beta");
    assertThat(listed("?risk=unknown")).containsExactly("delta");
    assertThat(listed("?review=unreviewed&overdue=false")).containsExactly("alpha", "delta");
    assertThat(listed("?team=care")).containsExactly("alpha");
    changed("delta", "{\"archived\": true, \"reason\": \"over\"}");
    assertThat(listed("")).containsExactly("alpha", "beta", "gamma");
    assertThat(listed("?archived=true")).containsExactly("delta");

    for (String sort : List.of("name", "-name", "-risk", "review", "newUses", "reviewedUntil")) {
      List<String> paged = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = org.got("/api/v1/register?limit=1&sort=" + sort + "&cursor=" + cursor);
        page.get("items").forEach(entry -> paged.add(entry.at("/agent/name").asString()));
        cursor = page.get("nextCursor").isNull() ? "" : page.get("nextCursor").asString();
      } while (!cursor.isEmpty());
      assertThat(paged).as(sort).isEqualTo(listed("?sort=" + sort)).hasSize(3);
    }
    String cursor = org.got("/api/v1/register?limit=1").get("nextCursor").asString();
    for (String wrong :
        List.of(
            "?sort=size",
            "?limit=0",
            "?risk=x",
            "?review=x",
            "?cursor=x",
            "?sort=risk&cursor=" + cursor)) {
      assertThat(org.get(org.viewer(), "/api/v1/register" + wrong).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  @Test
  void anExportHasEveryAgentAndNoFormulas() {
    run("desk", now, "gpt-4o", "v1", "find_order", "=cmd|'/c calc'!A1");
    using("desk", "find_order");
    changed(
        "desk",
        """
        {"purpose": "=HYPERLINK(\\"http://evil\\")", "team": "a \\"b\\", c", "review": "approved", "reason": "@x"}
        """);
    changed(known("other"), "{\"owner\": \"x\", \"reason\": \"x\"}");
    HttpResponse<String> csv = org.get(org.viewer(), "/api/v1/register/export?format=csv");
    assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"agent-register-")
        .endsWith(".csv\"");
    String[] lines = csv.body().split("\r\n", -1);
    assertThat(lines).hasSize(4);
    assertThat(lines[0]).startsWith("agent,id,aliases,purpose,owner,team");
    assertThat(lines[1])
        .startsWith("\"desk\",")
        .contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", "\"a \"\"b\"\", c\"", "\"'@x\"")
        .contains("\"'=cmd|'/c calc'!A1; find_order\"");
    assertThat(lines[2]).startsWith("\"other\",");
    assertThat(lines[3]).isEmpty();

    JsonNode json = org.got("/api/v1/register/export?format=json");
    assertThat(Instant.parse(json.get("exportedAt").asString())).isAfterOrEqualTo(now);
    assertThat(json.get("agents")).hasSize(2);
    assertThat(json.at("/agents/0")).isEqualTo(register("desk"));
    assertThat(org.get(org.viewer(), "/api/v1/register/export?format=pdf").statusCode())
        .isEqualTo(400);
  }

  @Test
  void anotherOrganizationHasARegisterOfItsOwn() {
    changed(known("desk"), "{\"purpose\": \"ours\", \"reason\": \"x\"}");
    String id = register("desk").at("/agent/id").asString();
    Governing other = new Governing();
    assertThat(other.got("/api/v1/register").get("items")).isEmpty();
    assertThat(other.get(other.admin(), "/api/v1/agents/" + id + "/register").statusCode())
        .isEqualTo(404);
    assertThat(
            other
                .send(
                    other.admin(),
                    "PATCH",
                    "/api/v1/agents/" + id,
                    "{\"risk\": \"low\", \"reason\": \"x\"}")
                .statusCode())
        .isEqualTo(404);
    assertThat(other.get(other.admin(), "/api/v1/register/export").body()).doesNotContain("ours");
  }
}
