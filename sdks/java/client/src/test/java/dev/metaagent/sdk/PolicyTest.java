package dev.metaagent.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.policy.FailMode;
import dev.metaagent.policy.RefusalKind;
import dev.metaagent.policy.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Map<String, Object> NO_SHELL =
      Map.of("id", "r1", "tool", "shell", "effect", "deny", "reason", "never");

  @TempDir Path data = Path.of("");
  private FakeMetaAgent server = newServer();
  private final List<MetaAgent> clients = new ArrayList<>();

  private static FakeMetaAgent newServer() {
    try {
      return new FakeMetaAgent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void policy() {
    server.publish(
        "Order Desk",
        3,
        Map.of(
            "tools",
            List.of(NO_SHELL),
            "prompts",
            List.of(Map.of("name", "reply", "version", 2, "content", "Hello {{name}}, {{x}}"))));
  }

  @AfterEach
  void close() {
    clients.forEach(MetaAgent::close);
    server.close();
  }

  private MetaAgentBuilder settings() {
    return new MetaAgentBuilder(Map.of()).url(server.url()).key("ma_test").data(data);
  }

  private Agent agent(MetaAgentBuilder settings) {
    MetaAgent client = settings.connect();
    clients.add(client);
    return client.agent("Order Desk");
  }

  private Agent governed() throws InterruptedException {
    Agent agent = agent(settings());
    assertThat(agent.policy().await(LONG)).isTrue();
    return agent;
  }

  @Test
  void aRuleOfThePolicyRefusesATool() throws Exception {
    Decision decision = governed().policy().tool("shell", Map.of("cmd", "ls"));
    assertThat(decision).isEqualTo(new Refusal(RefusalKind.DENIED, "never", "r1", null));
  }

  @Test
  void aToolThatNoRuleNamesIsPermittedWithItsArguments() throws Exception {
    Map<String, Object> arguments = Map.of("q", "x");
    assertThat(governed().policy().tool("search", arguments))
        .isEqualTo(new Permit(arguments, null));
  }

  @Test
  void aPromptComesFromThePolicyAndIsRendered() throws Exception {
    Prompt prompt = governed().policy().prompt("reply", "default");
    assertThat(prompt.version()).isEqualTo(2);
    assertThat(prompt.render(Map.of("name", "Ada")).text()).isEqualTo("Hello Ada, {{x}}");
    assertThat(prompt.render(Map.of("name", "Ada")).missing()).containsExactly("x");
  }

  @Test
  void aPromptThatThePolicyLacksIsTheDefault() throws Exception {
    Prompt prompt = governed().policy().prompt("other", "default");
    assertThat(prompt.version()).isNull();
    assertThat(prompt.content()).isEqualTo("default");
  }

  @Test
  void untilBudgetsRoutingAndLearningsExistTheCodeDecides() throws Exception {
    AgentPolicy policy = governed().policy();
    assertThat(policy.permit(5)).isInstanceOf(Permit.class);
    assertThat(policy.model("refund", Map.of(), "claude-x")).isEqualTo("claude-x");
    assertThat(policy.learnings(Map.of())).isEmpty();
  }

  @Test
  void aPolicyThatIsPushedIsTakenAndConfirmed() throws Exception {
    Agent agent = governed();
    Wait.until("stream", server::isStreamed);
    server.publish("Order Desk", 4, Map.of("tools", List.of()));
    Wait.until("version 4", () -> Long.valueOf(4).equals(agent.policy().status().version()));
    assertThat(agent.policy().tool("shell", Map.of())).isInstanceOf(Permit.class);
    Wait.until(
        "asked again",
        () ->
            server.requests.stream()
                    .filter(it -> it.endsWith("Desk/policy") || it.endsWith("%20Desk/policy"))
                    .count()
                >= 2);
  }

  @Test
  void onceTheStreamIsOpenTheServerIsAskedForWhatChangedBefore() throws Exception {
    governed();
    Wait.until(
        "asked again",
        () -> server.requests.stream().filter(it -> it.endsWith("Desk/policy")).count() == 2);
  }

  @Test
  void aRunIsRefusedWhileTheAgentIsStopped() throws Exception {
    server.publish("Order Desk", 5, stopped());
    Agent agent = governed();
    Wait.until("version 5", () -> Long.valueOf(5).equals(agent.policy().status().version()));
    try (Execution execution = agent.execution("hi")) {
      Refusal refusal = execution.refusal();
      assertThat(refusal)
          .isEqualTo(new Refusal(RefusalKind.STOPPED, "too many errors", null, null));
      assertThat(agent.policy().tool("search", Map.of())).isEqualTo(refusal);
    }
    Wait.until("stream", server::isStreamed);
    server.publish("Order Desk", 6, Map.of());
    Wait.until("the count is told", () -> server.refusedCounts.contains("1"));
  }

  private static Map<String, @Nullable Object> stopped() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(
        "stopped",
        Map.of(
            "since", "2026-11-30T05:00:00Z", "reason", "too many errors", "by", "Ada", "share", 0));
    return fields;
  }

  @Test
  void withoutAServerThePolicyOnDiskHolds() throws Exception {
    governed();
    Wait.until("stored", () -> data.resolve("policies").toFile().list() != null);
    clients.forEach(MetaAgent::close);
    server.close();
    Agent later = agent(settings());
    assertThat(later.policy().status().source()).isEqualTo("disk");
    assertThat(later.policy().tool("shell", Map.of())).isInstanceOf(Refusal.class);
  }

  @Test
  void withoutAnyPolicyAHostMayAskToBeRefused() {
    server.close();
    Agent open = agent(settings().data(data.resolve("a")));
    assertThat(open.policy().tool("shell", Map.of())).isInstanceOf(Permit.class);
    Agent closed = agent(settings().data(data.resolve("b")).withoutPolicy(FailMode.CLOSED));
    try (Execution execution = closed.execution("hi")) {
      assertThat(execution.refusal())
          .isEqualTo(new Refusal(RefusalKind.NO_POLICY, null, null, null));
    }
  }

  @Test
  void aPolicyOfAStrangerIsNotTakenAndReported() throws Exception {
    Agent agent = governed();
    Wait.until("stream", server::isStreamed);
    server.signer = SigningKey.generate();
    server.publish("Order Desk", 9, Map.of());
    Wait.until(
        "reported", () -> agent.policy().status().problems().toString().contains("unknownKey"));
    assertThat(agent.policy().status().version()).isEqualTo(3);
    assertThat(agent.policy().tool("shell", Map.of())).isInstanceOf(Refusal.class);
  }

  @Test
  void onlyAPinnedKeyIsTrusted() {
    Agent agent = agent(settings().pinnedKeys(List.of(SigningKey.generate().publicKey())));
    Wait.until(
        "reported", () -> agent.policy().status().problems().toString().contains("unknownKey"));
    assertThat(agent.policy().status().source()).isEqualTo("none");
  }

  @Test
  void aWrongAddressDoesNotEndTheHost() {
    for (String url : List.of("not a url", "ftp://x", "localhost:8080", "http://")) {
      Agent agent = agent(settings().url(url).withoutPolicy(FailMode.CLOSED));
      assertThat(agent.policy().tool("shell", Map.of())).isInstanceOf(Refusal.class);
    }
  }

  @Test
  void switchedOffNothingIsAskedAndNothingGoverned() {
    Agent agent = agent(settings().disabled(true).withoutPolicy(FailMode.CLOSED));
    try (Execution execution = agent.execution("hi")) {
      assertThat(execution.refusal()).isNull();
      assertThat(agent.policy().tool("shell", Map.of())).isInstanceOf(Permit.class);
    }
    assertThat(server.requests).isEmpty();
  }
}
