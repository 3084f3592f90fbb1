package dev.metaagent.govern.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.Governing;
import dev.metaagent.testing.SentRun;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ToolRulesTest {

  private static final String RULES = "/api/v1/agents/Order%20Desk/tool-rules";
  private static final String FLEET = "/api/v1/fleet/tool-rules";
  private static final String REFUNDS =
      """
      {"id": "refunds", "tool": "issue_refund", "effect": "ask", "reason": "a person looks at it",
       "when": {"all": [{"path": "amount", "op": "gt", "value": 100}]}}
      """;

  private final Governing governing = new Governing();
  private final Instant now = Clock.systemUTC().instant();

  private HttpResponse<String> put(String path, String rules) {
    return governing.send(
        governing.admin(), "PUT", path, "{\"rules\": [" + rules + "], \"reason\": \"why\"}");
  }

  @Test
  void areKeptInTheirOrderWithDefaults() {
    HttpResponse<String> set =
        put(RULES, "{\"tool\": \"delete_*\", \"effect\": \"deny\"}," + REFUNDS);
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    JsonNode kept = governing.got(RULES).get("rules");
    assertThat(kept).hasSize(2);
    assertThat(kept.get(0).get("id").asString()).isEqualTo("rule-1");
    assertThat(kept.get(0).get("askSeconds").isNull()).isTrue();
    assertThat(kept.get(0).get("when").isNull()).isTrue();
    assertThat(kept.get(1).get("askSeconds").asInt()).isEqualTo(300);
    assertThat(kept.get(1).get("whenUnanswered").asString()).isEqualTo("deny");
    assertThat(kept.get(1).get("whenUnreachable").asString()).isEqualTo("closed");
    assertThat(kept.get(1).get("redactPaths")).isEmpty();
    assertThat(kept.get(1).get("when").get("all").get(0).get("value").asInt()).isEqualTo(100);
    assertThat(put(RULES, REFUNDS).statusCode()).isEqualTo(200);
    JsonNode entry = governing.lastEntry();
    assertThat(entry.get("action").asString()).isEqualTo("toolRules.set");
    assertThat(entry.get("details").toString()).contains("removed").contains("rule-1");
  }

  @Test
  void whatIsAnsweredCanBeSetAgain() {
    put(RULES, REFUNDS);
    String kept = governing.got(RULES).get("rules").get(0).toString();
    assertThat(put(RULES, kept).statusCode()).isEqualTo(200);
    assertThat(governing.got(RULES).get("rules").get(0).toString()).isEqualTo(kept);
  }

  @Test
  void ofTheFleetComeBeforeThoseOfEachAgent() {
    put(FLEET, "{\"id\": \"all\", \"tool\": \"drop_*\", \"effect\": \"deny\"}");
    put(RULES, REFUNDS);
    JsonNode both = governing.got(RULES);
    assertThat(both.get("rules").get(0).get("id").asString()).isEqualTo("refunds");
    assertThat(both.get("fleetRules").get(0).get("id").asString()).isEqualTo("all");
    JsonNode unseen = governing.got("/api/v1/agents/Nobody/tool-rules");
    assertThat(unseen.get("rules")).isEmpty();
    assertThat(unseen.get("fleetRules")).hasSize(1);
    assertThat(governing.got(FLEET).get("rules")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'effect':'deny'} | rules[0].tool",
        "{'tool':'x','effect':'maybe'} | rules[0].effect",
        "{'tool':'x','effect':'deny','color':1} | rules[0].color",
        "{'tool':'x','effect':'deny','id':'a b'} | rules[0].id",
        "{'tool':'x','effect':'deny','when':{}} | rules[0].when",
        "{'tool':'x','effect':'deny','when':{'all':[{'path':'a','op':'near','value':1}]}} |"
            + " rules[0].when.all[0].op",
        "{'tool':'x','effect':'deny','when':{'any':[{'path':'a','op':'gt','value':true}]}} |"
            + " rules[0].when.any[0].value",
        "{'tool':'x','effect':'deny','when':{'any':[{'path':'a','op':'gt','value':1e300}]}} |"
            + " rules[0].when.any[0].value",
        "{'tool':'x','effect':'ask','askSeconds':4} | rules[0].askSeconds",
        "{'tool':'x','effect':'ask','whenUnanswered':'open'} | rules[0].whenUnanswered",
        "{'tool':'x','effect':'ask','whenUnreachable':'allow'} | rules[0].whenUnreachable",
        "{'tool':'x','effect':'redact','redactPaths':[1]} | rules[0].redactPaths[0]",
        "7 | rules[0]",
      })
  void areRefusedByTheNameOfTheFieldThatIsWrong(String rule, String field) {
    HttpResponse<String> refused = put("/api/v1/agents/Strict/tool-rules", rule.replace('\'', '"'));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(TestServer.json(refused).get("errors").get(0).get("field").asString())
        .isEqualTo(field);
    assertThat(governing.got("/api/v1/agents").toString()).doesNotContain("Strict");
  }

  @Test
  void haveBoundsAndIdsOfTheirOwn() {
    String one = "{\"tool\": \"x\", \"effect\": \"deny\"}";
    String many = String.join(",", Collections.nCopies(101, one));
    assertThat(put(RULES, many).body()).contains("\"rules\"");
    assertThat(put(RULES, String.join(",", Collections.nCopies(100, one))).statusCode())
        .isEqualTo(200);
    String same = "{\"id\": \"a\", \"tool\": \"x\", \"effect\": \"deny\"}";
    assertThat(put(RULES, same + "," + same).body()).contains("rules[1].id");
    String condition = "{\"path\": \"a\", \"op\": \"eq\", \"value\": 1}";
    String conditions = String.join(",", Collections.nCopies(21, condition));
    assertThat(
            put(
                    RULES,
                    "{\"tool\": \"x\", \"effect\": \"deny\", \"when\": {\"all\": ["
                        + conditions
                        + "]}}")
                .body())
        .contains("rules[0].when.all");
    assertThat(governing.send(governing.admin(), "PUT", RULES, "{\"rules\": []}").body())
        .contains("\"reason\"");
  }

  @Test
  void tellAgentsNoPersonalDataInTheirReasons() {
    put(
        RULES,
        "{\"tool\": \"x\", \"effect\": \"deny\", \"reason\": \"ask jane.miller@example.com\"}");
    assertThat(governing.got(RULES).toString()).contains("ask ").doesNotContain("jane.miller");
  }

  @Test
  void areSeenByViewersAndChangedByOthersAndBelongToOneOrganization() {
    put(RULES, REFUNDS);
    assertThat(governing.get(governing.viewer(), RULES).statusCode()).isEqualTo(200);
    assertThat(governing.send(governing.viewer(), "PUT", RULES, "{}").statusCode()).isEqualTo(403);
    assertThat(governing.get(governing.agent(), RULES).statusCode()).isEqualTo(403);
    assertThat(governing.send(governing.viewer(), "POST", RULES + "/try", "{}").statusCode())
        .isEqualTo(403);
    assertThat(new Governing().got(RULES).get("rules")).isEmpty();
  }

  @Test
  void areTriedOnStoredCalls() {
    Asking asking = new Asking();
    String admin = TestKeys.key(TestServer.remote(), asking.organization(), KeyScope.ADMIN);
    call(asking, "Order Desk", "issue_refund", "{\"amount\": 250}", 30);
    call(asking, "Order Desk", "issue_refund", "{\"amount\": 20}", 40);
    call(asking, "Order Desk", "issue_refund", null, 50);
    call(asking, "Order Desk", "drop_table", null, 60);
    call(asking, "Other", "issue_refund", "{\"amount\": 999}", 70);
    String tried =
        "{\"rules\": ["
            + REFUNDS
            + ", {\"id\": \"drops\", \"tool\": \"drop_*\", \"effect\": \"deny\"}]}";

    JsonNode result = TestServer.json(governing.send(admin, "POST", RULES + "/try", tried));

    assertThat(result.get("calls").asInt()).as(result.toString()).isEqualTo(4);
    assertThat(result.get("undecidable").asInt()).isEqualTo(1);
    assertThat(result.get("asked").asInt()).isEqualTo(1);
    assertThat(result.get("denied").asInt()).isEqualTo(1);
    assertThat(result.get("allowed").asInt()).isEqualTo(1);
    assertThat(result.get("redacted").asInt()).isZero();
    assertThat(result.get("changed").asInt()).isEqualTo(2);
    assertThat(result.get("truncated").asBoolean()).isFalse();
    JsonNode refunds = result.get("byRule").get(0);
    assertThat(refunds.get("calls").asInt()).isEqualTo(1);
    assertThat(refunds.get("examples").get(0).get("arguments").get("amount").asInt())
        .isEqualTo(250);
    assertThat(refunds.get("examples").get(0).get("tool").asString()).isEqualTo("issue_refund");
    JsonNode fleet = TestServer.json(governing.send(admin, "POST", FLEET + "/try", tried));
    assertThat(fleet.get("asked").asInt()).isEqualTo(2);
    assertThat(fleet.get("calls").asInt()).isEqualTo(5);
    String never =
        tried.substring(0, tried.length() - 1)
            + ", \"from\": \""
            + now.minusSeconds(7_200)
            + "\", \"to\": \""
            + now.minusSeconds(3_600)
            + "\"}";
    assertThat(
            TestServer.json(governing.send(admin, "POST", FLEET + "/try", never))
                .get("calls")
                .asInt())
        .isZero();
    assertThat(
            governing
                .send(
                    admin,
                    "POST",
                    FLEET + "/try",
                    "{\"rules\": [], \"from\": \"2020-01-01T00:00:00Z\"}")
                .body())
        .contains("\"from\"");
    assertThat(
            governing
                .send(admin, "POST", "/api/v1/agents/Nobody/tool-rules/try", tried)
                .statusCode())
        .isEqualTo(404);
  }

  /// Sends a run with one tool call.
  private void call(
      Asking asking, String agent, String tool, @Nullable String arguments, int secondsAgo) {
    SentRun run = SentRun.of(agent, now.minusSeconds(secondsAgo));
    long start = run.startedAt().toEpochMilli() * 1_000_000;
    List<Map<String, Object>> toolAttributes =
        new ArrayList<>(
            List.of(
                attribute("gen_ai.operation.name", "execute_tool"),
                attribute("gen_ai.tool.name", tool)));
    if (arguments != null) {
      toolAttributes.add(attribute("gen_ai.tool.call.arguments", arguments));
    }
    asking.post(
        Stream.of(
                span(
                    run,
                    1,
                    "",
                    "invoke_agent",
                    start,
                    List.of(
                        attribute("gen_ai.operation.name", "invoke_agent"),
                        attribute("gen_ai.agent.name", agent))),
                span(run, 2, SentRun.spanId(1), "execute_tool", start + 1_000_000, toolAttributes))
            .toList());
  }

  private static Map<String, Object> span(
      SentRun run,
      int id,
      String parent,
      String name,
      long start,
      List<Map<String, Object>> attributes) {
    return Map.of(
        "traceId",
        run.trace(),
        "spanId",
        SentRun.spanId(id),
        "parentSpanId",
        parent,
        "name",
        name,
        "startTimeUnixNano",
        Long.toString(start),
        "endTimeUnixNano",
        Long.toString(start + 5_000_000),
        "attributes",
        attributes);
  }

  private static Map<String, Object> attribute(String key, String value) {
    return Map.of("key", key, "value", Map.of("stringValue", value));
  }
}
