package dev.metaagent.govern.approvals;

import static dev.metaagent.govern.approvals.Questions.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApprovalRulesTest {

  private static final String REFUNDS =
      """
      [{"id": "drafts", "tool": "draft_*", "effect": "allow"},
       {"id": "refunds", "tool": "issue_*", "effect": "ask", "askSeconds": 600, "reason": "large",
        "whenUnanswered": "allow",
        "when": {"any": [{"path": "amount", "op": "gt", "value": 200},
                         {"path": "currency", "op": "in", "value": ["USD", "CHF"]}]}}]
      """;

  private final Questions questions = new Questions();

  @Test
  void aQuestionKeepsTheRuleAsItStoodWhenItAsked() {
    questions.rules(
        "/api/v1/fleet", "[{\"id\": \"no-drops\", \"tool\": \"drop_*\", \"effect\": \"deny\"}]");
    questions.rules("/api/v1/agents/Order%20Desk", REFUNDS);
    String id = questions.ask("{\"amount\": \"284.00\", \"currency\": \"EUR\"}");
    questions.rules("/api/v1/agents/Order%20Desk", "[]");

    JsonNode asked = questions.one(id);

    assertThat(asked.get("whenUnanswered").asString()).isEqualTo("allow");
    JsonNode rule = asked.get("rule");
    assertThat(rule.get("when").asString())
        .isEqualTo("amount > 200 or currency is one of “USD”, “CHF”");
    assertThat(rule.get("tool").asString()).isEqualTo("issue_*");
    assertThat(rule.get("place").asInt()).isEqualTo(3);
    assertThat(rule.get("of").asInt()).isEqualTo(3);
    assertThat(rule.get("fleet").asBoolean()).isFalse();
    assertThat(rule.get("whenUnreachable").asString()).isEqualTo("closed");
    assertThat(rule.get("met")).hasSize(1);
    assertThat(rule.get("met").get(0).get("path").asString()).isEqualTo("amount");
    assertThat(rule.get("met").get(0).get("words").asString()).isEqualTo("over 200");
    assertThat(rule.get("met").get(0).get("comparable").asBoolean()).isTrue();
  }

  @Test
  void aValueThatCannotBeComparedIsNamed() {
    questions.rules("/api/v1/agents/Order%20Desk", REFUNDS);
    JsonNode met = questions.one(questions.ask("{\"amount\": {\"usd\": 3}}")).at("/rule/met");
    assertThat(met).hasSize(1);
    assertThat(met.get(0).get("comparable").asBoolean()).isFalse();
  }

  @Test
  void aRuleThatIsNotKnownIsNotMadeUp() {
    questions.rules(
        "/api/v1/agents/Order%20Desk",
        "[{\"id\": \"refunds\", \"tool\": \"*\", \"effect\": \"deny\", \"reason\": \"never\"}]");
    JsonNode asked = questions.one(questions.ask("{\"amount\": 1}"));
    assertThat(asked.get("rule").isNull()).isTrue();
    assertThat(asked.get("whenUnanswered").isNull()).isTrue();
    assertThat(asked.get("ruleReason").asString()).isEqualTo("never");
  }

  @Test
  void aViewerReadsAQuestionWithoutItsArguments() {
    questions.rules("/api/v1/agents/Order%20Desk", REFUNDS);
    String id = questions.ask("{\"amount\": 284}");
    String bare = questions.ask("null");

    JsonNode seen = questions.viewed(ALL + "/" + id);

    assertThat(seen.get("tool").asString()).isEqualTo("issue_refund");
    assertThat(seen.get("arguments").isNull()).isTrue();
    assertThat(seen.get("argumentsHidden").asBoolean()).isTrue();
    assertThat(seen.at("/rule/when").asString()).contains("amount > 200");
    assertThat(seen.at("/rule/met").isNull()).isTrue();
    assertThat(questions.viewed(ALL + "/" + bare).get("argumentsHidden").asBoolean()).isFalse();
    assertThat(questions.one(id).get("argumentsHidden").asBoolean()).isFalse();
    assertThat(questions.viewed(ALL).toString()).doesNotContain("284");
  }

  @Test
  void whatWaitsIsListedSoonestToExpireFirstPageByPage() {
    List<String> asked = new ArrayList<>();
    for (int seconds : new int[] {900, 300, 600, 300, 450}) {
      asked.add(
          questions.ask(
              "Order Desk", "t" + asked.size(), "r", "null", questions.now.plusSeconds(seconds)));
    }
    List<String> seen = new ArrayList<>();
    List<String> times = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = questions.governing.got(ALL + "?state=pending&limit=2&cursor=" + cursor);
      seen.addAll(Asking.texts(page, "id"));
      times.addAll(Asking.texts(page, "expiresAt"));
      cursor = page.get("nextCursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactlyInAnyOrderElementsOf(asked);
    assertThat(times).isSorted();
    assertThat(seen.getLast()).isEqualTo(asked.getFirst());
    JsonNode page = questions.governing.got(ALL + "?limit=2");
    String of = page.get("nextCursor").asString();
    assertThat(
            questions
                .governing
                .get(questions.governing.admin(), ALL + "?state=pending&cursor=" + of)
                .statusCode())
        .as("the cursor of another order")
        .isEqualTo(400);
  }

  @Test
  void everythingDecidedIsListedByWhenItEnded() {
    String waiting = questions.ask("{\"n\": 0}");
    String denied = questions.ask("{\"n\": 1}");
    String approved = questions.ask("{\"n\": 2}");
    String expired = questions.ask("{\"n\": 3}");
    questions.decide(approved, "approve");
    questions.decide(denied, "deny");
    questions.sql(
        "update tool_approvals set expires_at = :at where id = :id",
        expired,
        questions.now.minusSeconds(60));

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = questions.governing.got(ALL + "?state=decided&limit=1&cursor=" + cursor);
      seen.addAll(Asking.texts(page, "id"));
      cursor = page.get("nextCursor").asString("");
    } while (!cursor.isEmpty());

    assertThat(seen).containsExactly(denied, approved, expired).doesNotContain(waiting);
    assertThat(questions.governing.got(ALL + "?state=decided&agent=order-desk").get("items"))
        .hasSize(3);
  }

  @Test
  void theHistorySaysHowOftenTheRuleAskedAndHowItWasAnswered() {
    questions.rules("/api/v1/agents/Order%20Desk", REFUNDS);
    for (int i = 0; i < 4; i++) {
      String one = questions.ask("{\"n\": " + i + "}");
      questions.decide(one, i == 0 ? "deny" : "approve");
    }
    String old = questions.ask("{\"n\": 5}");
    questions.decide(old, "deny");
    questions.sql(
        "update tool_approvals set asked_at = :at where id = :id",
        old,
        questions.now.minus(Duration.ofDays(31)));
    questions.ask("Payroll", "issue_refund", "refunds", "null", questions.now.plusSeconds(60));
    String id = questions.ask("{\"amount\": 300}");

    JsonNode history = questions.viewed(ALL + "/" + id + "/history");

    JsonNode rule = history.get("rule");
    assertThat(rule.get("days").asInt()).isEqualTo(30);
    assertThat(rule.get("asked").asInt()).isEqualTo(4);
    assertThat(rule.get("approved").asInt()).isEqualTo(3);
    assertThat(rule.get("denied").asInt()).isOne();
    assertThat(rule.at("/approvedShare/value").asDouble()).isEqualTo(0.75);
    assertThat(rule.at("/approvedShare/low").asDouble()).isBetween(0.3, 0.31);
    assertThat(rule.at("/approvedShare/n").asInt()).isEqualTo(4);
    JsonNode tool = history.get("tool");
    assertThat(tool.get("asked").asInt()).isEqualTo(5);
    assertThat(history.get("earlier")).hasSize(5);
    assertThat(history.at("/earlier/0/reason").asString()).isEqualTo("looks right");
    JsonNode none =
        questions.governing.got(
            ALL
                + "/"
                + questions.ask("Solo", "x", "y", "null", questions.now.plusSeconds(60))
                + "/history");
    assertThat(none.at("/tool/asked").asInt()).isZero();
    assertThat(none.at("/tool/approvedShare/value").isNull()).isTrue();
  }

  @Test
  void aRuleOfTheFleetIsCountedOverAllAgents() {
    questions.rules("/api/v1/fleet", REFUNDS);
    questions.decide(
        questions.ask("Payroll", "issue_x", "refunds", "null", questions.now.plusSeconds(60)),
        "approve");
    String id = questions.ask("null");
    assertThat(questions.one(id).at("/rule/fleet").asBoolean()).isTrue();
    JsonNode history = questions.governing.got(ALL + "/" + id + "/history");
    assertThat(history.at("/rule/approved").asInt()).isOne();
    assertThat(history.at("/tool/asked").asInt()).isZero();
  }

  @Test
  void theSummaryCountsWhatWaitsAndHowFastWasDecided() {
    questions.ask("{\"n\": 0}");
    int[] seconds = {10, 60, 90};
    for (int i = 0; i < seconds.length; i++) {
      String one = questions.ask("{\"n\": 1" + i + "}");
      questions.decide(one, i == 0 ? "deny" : "approve");
      questions.sql(
          "update tool_approvals set asked_at = decided_at - interval '"
              + seconds[i]
              + " seconds' where id = :id and :at is not null",
          one,
          questions.now);
    }
    JsonNode summary = questions.viewed(ALL + "/summary");
    assertThat(summary.get("waiting").asInt()).isOne();
    assertThat(summary.get("ended").asInt()).isEqualTo(3);
    assertThat(summary.get("approved").asInt()).isEqualTo(2);
    assertThat(summary.get("medianDecisionMs").asLong()).isEqualTo(60_000);
    JsonNode later =
        questions.governing.got(ALL + "/summary?since=" + questions.now.minus(Duration.ofDays(80)));
    assertThat(later.get("ended").asInt()).isEqualTo(3);
    assertThat(
            questions
                .governing
                .get(
                    questions.governing.admin(),
                    ALL + "/summary?since=" + questions.now.minus(Duration.ofDays(91)))
                .statusCode())
        .isEqualTo(400);
    assertThat(questions.governing.get(questions.governing.agent(), ALL + "/summary").statusCode())
        .isEqualTo(403);
  }
}
