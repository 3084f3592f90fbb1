package dev.metaagent.govern.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.govern.policy.Governed;
import dev.metaagent.policy.Bucket;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What an SDK would decide, as the server says it.
class PolicyTrialTest {

  private static final String RULES =
      """
      {"rules": [
        {"id": "no-drops", "tool": "drop_*", "effect": "deny", "reason": "never"},
        {"id": "refunds", "tool": "refund", "effect": "ask", "askSeconds": 60, "whenUnanswered": "allow",
         "when": {"all": [{"path": "amount", "op": "gt", "value": 100}]}},
        {"id": "notes", "tool": "note", "effect": "redact", "redactPaths": ["customer.name"]}],
       "reason": "a test"}
      """;

  private final Governed governed = new Governed();
  private final String agent = Governed.name("tried");
  private final String path = Governed.path(agent) + "/try";

  private void set(String where, String json) {
    HttpResponse<String> set =
        governed.send(
            governed.admin(), "PUT", Governed.path(agent).replace("/policy", where), json);
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
  }

  private void post(String where, String json) {
    HttpResponse<String> answer = governed.send(governed.admin(), "POST", where, json);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
  }

  private JsonNode tried(String json) {
    HttpResponse<String> answer = governed.send(governed.admin(), "POST", path, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer);
  }

  private JsonNode tool(String name, String arguments) {
    return tried("{\"tool\": {\"name\": \"" + name + "\", \"arguments\": " + arguments + "}}")
        .get("tool");
  }

  @Test
  void theFirstRuleThatMatchesDecides() {
    governed.policy(agent);
    set("/tool-rules", RULES);
    JsonNode denied = tool("drop_table", "{}");
    assertThat(denied.get("decision").asString()).isEqualTo("refuse");
    assertThat(denied.at("/refusal/kind").asString()).isEqualTo("denied");
    assertThat(denied.at("/refusal/reason").asString()).isEqualTo("never");
    assertThat(denied.at("/rule/place").asInt()).isEqualTo(1);
    assertThat(denied.at("/rule/of").asInt()).isEqualTo(3);

    Instant before = Clock.systemUTC().instant();
    JsonNode asked = tool("refund", "{\"amount\": 101}");
    assertThat(asked.get("decision").asString()).isEqualTo("ask");
    assertThat(asked.at("/rule/id").asString()).isEqualTo("refunds");
    assertThat(asked.at("/question/askSeconds").asInt()).isEqualTo(60);
    assertThat(Instant.parse(asked.at("/question/expiresAt").asString()))
        .isBetween(before.plusSeconds(59), before.plusSeconds(120));
    assertThat(asked.at("/question/whenUnanswered").asString()).isEqualTo("permit");
    assertThat(asked.at("/question/whenUnreachable").asString()).isEqualTo("refuse");
    assertThat(TestServer.json(governed.get(governed.admin(), "/api/v1/approvals")).get("items"))
        .isEmpty();

    JsonNode redacted = tool("note", "{\"customer\": {\"name\": \"Jane\", \"id\": 7}}");
    assertThat(redacted.get("decision").asString()).isEqualTo("permit");
    assertThat(redacted.get("redacted").asBoolean()).isTrue();
    assertThat(redacted.get("arguments").toString())
        .isEqualTo("{\"customer\":{\"name\":\"<REDACTED>\",\"id\":7}}");

    JsonNode free = tool("refund", "\"{\\\"amount\\\": 99}\"");
    assertThat(free.get("decision").asString()).isEqualTo("permit");
    assertThat(free.get("rule").isNull()).isTrue();
    assertThat(free.get("redacted").asBoolean()).isFalse();
  }

  @Test
  void aLimitThatIsReachedComesBeforeTheRules() {
    governed.policy(agent);
    set("/tool-rules", RULES);
    set("/limits", "{\"maxActions\": 3, \"maxCostUsd\": \"0.50\", \"reason\": \"a test\"}");
    String call = "{\"tool\": {\"name\": \"drop_table\", \"usage\": ";
    JsonNode reached = tried(call + "{\"actions\": 3}}}").get("tool");
    assertThat(reached.at("/refusal/kind").asString()).isEqualTo("limit");
    assertThat(reached.at("/refusal/reason").asString()).isEqualTo("maxActions");
    assertThat(reached.get("rule").isNull()).isTrue();
    JsonNode spent = tried(call + "{\"actions\": 2, \"costUsd\": \"0.5\"}}}").get("tool");
    assertThat(spent.at("/refusal/reason").asString()).isEqualTo("maxCostUsd");
    JsonNode left = tried(call + "{\"actions\": 2, \"costUsd\": \"0.49\"}}}").get("tool");
    assertThat(left.at("/refusal/kind").asString()).isEqualTo("denied");
  }

  @Test
  void beyondItsAgeThePolicyRefusesWhereItIsClosed() {
    governed.policy(agent);
    set("/limits", "{\"maxAgeSeconds\": 60, \"afterMaxAge\": \"closed\", \"reason\": \"a test\"}");
    String facts = ", \"run\": {\"executionId\": \"x\"}, \"tool\": {\"name\": \"any\"}}";
    JsonNode old = tried("{\"ageSeconds\": 60.5" + facts);
    assertThat(old.at("/run/refusal/kind").asString()).isEqualTo("policyExpired");
    assertThat(old.at("/tool/refusal/kind").asString()).isEqualTo("policyExpired");
    JsonNode fresh = tried("{\"ageSeconds\": 60" + facts);
    assertThat(fresh.at("/run/decision").asString()).isEqualTo("permit");
    assertThat(fresh.at("/run/share").isNull()).isTrue();
    assertThat(fresh.at("/run/admitted").isNull()).isTrue();
    assertThat(fresh.at("/tool/decision").asString()).isEqualTo("permit");
    assertThat(fresh.get("prompt").isNull()).isTrue();
  }

  @Test
  void aStopAdmitsTheShareOfRunsWhoseBucketIsBelowIt() {
    governed.policy(agent);
    String where = Governed.path(agent).replace("/policy", "");
    post(where + "/stop", "{\"reason\": \"refunds loop\"}");
    JsonNode none = tried("{\"run\": {\"executionId\": \"run-1\"}}").get("run");
    assertThat(none.at("/refusal/kind").asString()).isEqualTo("stopped");
    assertThat(none.at("/refusal/reason").asString()).isEqualTo("refunds loop");
    assertThat(none.get("share").asDouble()).isZero();
    post(where + "/resume", "{\"share\": 0.5, \"reason\": \"fixed\"}");
    int admitted = 0;
    for (int i = 0; i < 20; i++) {
      JsonNode run = tried("{\"run\": {\"executionId\": \"run-" + i + "\"}}").get("run");
      double bucket = Bucket.of("stop", "run-" + i);
      assertThat(run.get("bucket").asDouble()).isEqualTo(bucket);
      assertThat(run.get("admitted").asBoolean()).isEqualTo(bucket < 0.5);
      assertThat(run.get("decision").asString()).isEqualTo(bucket < 0.5 ? "permit" : "refuse");
      admitted += bucket < 0.5 ? 1 : 0;
    }
    assertThat(admitted).isBetween(1, 19);
  }

  @Test
  void thePromptIsTheOneThatThePolicyServes() {
    governed.policy(agent);
    post(
        "/api/v1/prompts",
        "{\"name\": \"greeting\", \"agent\": \"" + agent + "\", \"content\": \"Hi {{who}}\"}");
    JsonNode before = tried("{\"prompt\": {\"name\": \"greeting\"}}");
    assertThat(before.at("/prompt/version").isNull()).isTrue();
    governed.send(
        governed.admin(),
        "PUT",
        "/api/v1/prompts/greeting/labels/production",
        "{\"version\": 1, \"reason\": \"go\"}");
    JsonNode after = tried("{\"prompt\": {\"name\": \"greeting\"}}");
    assertThat(after.at("/prompt/version").asInt()).isEqualTo(1);
    assertThat(after.at("/prompt/content").asString()).isEqualTo("Hi {{who}}");
    assertThat(after.at("/prompt/variables/0").asString()).isEqualTo("who");
    assertThat(after.get("policyVersion")).isEqualTo(governed.json(agent).get("version"));
    assertThat(after.get("policyVersion").asLong())
        .isGreaterThan(before.get("policyVersion").asLong());
    assertThat(after.get("run").isNull()).isTrue();
    assertThat(after.get("tool").isNull()).isTrue();
  }

  @Test
  void anAgentNotSeenYetIsTriedAndNotRegistered() {
    JsonNode tried = tried("{\"tool\": {\"name\": \"any\"}}");
    assertThat(tried.at("/agent/id").isNull()).isTrue();
    assertThat(tried.at("/agent/name").asString()).isEqualTo(agent);
    assertThat(governed.get(governed.viewer(), "/api/v1/agents").body()).doesNotContain(agent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tool               | {}",
        "tool.name          | {\"tool\": {\"arguments\": {}}}",
        "run.executionId    | {\"run\": {\"executionId\": \" \"}}",
        "prompt.name        | {\"prompt\": {}}",
        "ageSeconds         | {\"ageSeconds\": -1, \"run\": {\"executionId\": \"x\"}}",
        "tool.usage.actions | {\"tool\": {\"name\": \"x\", \"usage\": {\"actions\": -1}}}",
        "tool.usage.seconds | {\"tool\": {\"name\": \"x\", \"usage\": {\"seconds\": -1}}}",
        "tool.usage.costUsd | {\"tool\": {\"name\": \"x\", \"usage\": {\"costUsd\": \"1e3\"}}}",
      })
  void aWrongFactNamesItsField(String field, String body) {
    HttpResponse<String> refused = governed.send(governed.admin(), "POST", path, body);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(TestServer.json(refused).at("/errors/0/field").asString()).isEqualTo(field);
  }

  @Test
  void whoReadsNoPromptsTriesNothing() {
    String facts = "{\"tool\": {\"name\": \"any\"}}";
    assertThat(governed.send(governed.viewer(), "POST", path, facts).statusCode()).isEqualTo(403);
    assertThat(governed.send(governed.sdk(), "POST", path, facts).statusCode()).isEqualTo(403);
    Governed stranger = new Governed();
    String id = governed.json(agent).at("/agent/id").asString();
    assertThat(
            stranger.send(stranger.admin(), "POST", Governed.path(id) + "/try", facts).statusCode())
        .isEqualTo(404);
  }
}
