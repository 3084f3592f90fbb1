package dev.metaagent.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.policy.RefusalKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalTest {

  @TempDir Path data = Path.of("");
  private final FakeMetaAgent server = newServer();
  private MetaAgent client = new MetaAgentBuilder(Map.of()).disabled(true).connect();

  private static FakeMetaAgent newServer() {
    try {
      return new FakeMetaAgent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void connect() {
    server.publish("desk", 1, Map.of("tools", List.of(rule("refund", 300), rule("quick", 1))));
    client = new MetaAgentBuilder(Map.of()).url(server.url()).key("k").data(data).connect();
  }

  private static Map<String, Object> rule(String tool, int seconds) {
    return Map.of(
        "id",
        "ask-" + tool,
        "tool",
        tool,
        "effect",
        "ask",
        "askSeconds",
        seconds,
        "whenUnanswered",
        "deny",
        "whenUnreachable",
        "closed");
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private Pending ask(String tool) throws InterruptedException {
    Agent agent = client.agent("desk");
    assertThat(agent.policy().await(Duration.ofSeconds(20))).isTrue();
    Decision decision = agent.policy().tool(tool, Map.of("amount", 284, "to", "ada@x.example"));
    assertThat(decision).isInstanceOf(Pending.class);
    return (Pending) decision;
  }

  private static Decision end(Pending pending) throws Exception {
    return pending.future().get(20, TimeUnit.SECONDS);
  }

  private void delivered() {
    Wait.until("delivered", () -> !server.approvals.isEmpty());
    Wait.until("stream", server::isStreamed);
  }

  @Test
  void aPersonApproves() throws Exception {
    Pending pending = ask("refund");
    delivered();
    Map<?, ?> question = server.approvals.get(0);
    assertThat(question.get("id")).isEqualTo(pending.approvalId());
    assertThat(question.get("ruleId")).isEqualTo("ask-refund");
    assertThat(String.valueOf(question.get("arguments")))
        .contains("<EMAIL>")
        .doesNotContain("ada@");
    server.approvalStates.put(pending.approvalId(), "approved");
    server.send("approval", "{\"id\": \"" + pending.approvalId() + "\", \"state\": \"approved\"}");
    assertThat(end(pending))
        .isEqualTo(new Permit(Map.of("amount", 284, "to", "ada@x.example"), "ask-refund"));
  }

  @Test
  void aPersonSeesArgumentsThatAFrameworkGivesAsJson() throws Exception {
    Agent agent = client.agent("desk");
    assertThat(agent.policy().await(Duration.ofSeconds(20))).isTrue();
    assertThat(agent.policy().tool("refund", "{\"amount\": 284, \"to\": \"ada@x.example\"}"))
        .isInstanceOf(Pending.class);
    delivered();
    assertThat(server.approvals.get(0).get("arguments"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsKeys("amount")
        .containsEntry("to", "<EMAIL>");
  }

  @Test
  void aPersonDeniesWithAReason() throws Exception {
    Pending pending = ask("refund");
    delivered();
    Wait.until(
        "open stream",
        () -> {
          server.send(
              "approval",
              "{\"id\": \""
                  + pending.approvalId()
                  + "\", \"state\": \"denied\", \"reason\": \"no\"}");
          return pending.future().isDone();
        });
    assertThat(end(pending))
        .isEqualTo(new Refusal(RefusalKind.DENIED_BY_PERSON, "no", "ask-refund", null));
  }

  @Test
  void withoutAStreamTheAnswerIsAskedFor() throws Exception {
    Pending pending = ask("refund");
    server.approvalStates.put(pending.approvalId(), "approved");
    assertThat(end(pending)).isInstanceOf(Permit.class);
  }

  @Test
  void nobodyAnswersInTime() throws Exception {
    assertThat(end(ask("quick")))
        .isEqualTo(new Refusal(RefusalKind.UNANSWERED, null, "ask-quick", null));
  }

  @Test
  void theServerRefusesTheQuestion() throws Exception {
    server.approvalsStatus = 403;
    assertThat(end(ask("refund")))
        .isEqualTo(new Refusal(RefusalKind.UNREACHABLE, null, "ask-refund", null));
  }
}
