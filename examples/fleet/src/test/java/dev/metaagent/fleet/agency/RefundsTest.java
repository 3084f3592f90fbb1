package dev.metaagent.fleet.agency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.fleet.model.ToolCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RefundsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final Inbox INBOX = new Inbox(7);

  private static List<Task> tasks(Role role) {
    return LongStream.range(0, 1_000)
        .mapToObj(number -> Refunds.perhaps(INBOX.task(role, number, NOW, 1), 7))
        .toList();
  }

  @Test
  void aFewRepliesAskForMoneyAndSomeOfThemForMuch() {
    List<Task> asked = tasks(Role.TASK_AUTOMATOR).stream().filter(Refunds::isAsked).toList();

    assertThat(asked).hasSizeBetween(20, 70);
    assertThat(asked)
        .filteredOn(task -> task.input().matches("(?s).*Amount usd: (2\\d[1-9]|2[1-9]0|3\\d\\d)"))
        .hasSizeBetween(5, 45);
  }

  @Test
  void onlyTheAgentThatMakesTasksOfRepliesIsAsked() {
    for (Role role : Role.values()) {
      if (role != Role.TASK_AUTOMATOR) {
        assertThat(tasks(role)).as(role.agent()).noneMatch(Refunds::isAsked);
      }
    }
  }

  @Test
  void theSameTaskAlwaysAsksForTheSame() {
    assertThat(tasks(Role.TASK_AUTOMATOR)).isEqualTo(tasks(Role.TASK_AUTOMATOR));
  }

  @Test
  void anAmountIsANumberForRulesAndATextIsNot() {
    ToolCall call = new ToolCall("c", "refund", Map.of("amount_usd", "284", "invoice", "INV-2041"));

    assertThat(GovernedRuns.arguments(call))
        .containsOnly(Map.entry("amount_usd", 284L), Map.entry("invoice", "INV-2041"));
    assertThat(
            GovernedRuns.arguments(new ToolCall("c", "refund", Map.of("amount_usd", "about 300"))))
        .containsEntry("amount_usd", "about 300");
  }
}
