package dev.metaagent.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.policy.RefusalKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutionTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path data = Path.of("");
  private final FakeMetaAgent server = newServer();
  private @Nullable MetaAgent client;

  private static FakeMetaAgent newServer() {
    try {
      return new FakeMetaAgent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private MetaAgent connect(boolean content) {
    MetaAgent connected =
        new MetaAgentBuilder(Map.of("OTEL_SERVICE_NAME", "shop"))
            .url(server.url())
            .key("ma_test")
            .content(content)
            .data(data)
            .connect();
    client = connected;
    return connected;
  }

  @BeforeEach
  void policy() {
    server.publish(
        "desk",
        1,
        Map.of(
            "tools",
            List.of(
                Map.of("id", "r1", "tool", "shell", "effect", "deny", "reason", "never"),
                Map.of(
                    "id", "r2", "tool", "mail", "effect", "redact", "redactPaths", List.of("to"))),
            "limits",
            Map.of("maxActions", 4, "maxCostUsd", "1"),
            "prices",
            List.of(Map.of("model", "claude-x", "input", "3", "output", "15"))));
  }

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
    server.close();
  }

  private Agent agent() throws InterruptedException {
    Agent agent = connect(true).agent("desk");
    assertThat(agent.policy().await(LONG)).isTrue();
    return agent;
  }

  private void flush() {
    assertThat(client).isNotNull();
    assertThat(java.util.Objects.requireNonNull(client).flush(LONG)).isTrue();
  }

  @Test
  void anExecutionAndItsActionsAreSentAsOneTrace() throws Exception {
    Agent agent = agent();
    String id;
    ExecutionOptions options =
        ExecutionOptions.NONE.session("s1").user("u1").taskClass("refund").with("tier", "gold");
    try (Execution execution = agent.execution("where is my order?", options)) {
      id = execution.id();
      try (Action llm = execution.llm("claude-x", List.of(Map.of("role", "user")))) {
        llm.output("it is on its way").usage(1000, 100);
      }
      try (Action search = execution.retrieval("orders", "order 7")) {
        search.output(List.of("a", "b"));
      }
      try (Action handoff = execution.handoff("billing", null)) {
        assertThat(handoff).isNotNull();
      }
      execution.output(Map.of("answer", 42)).outcome(true, null);
    }
    flush();
    Span run = server.span("invoke_agent desk");
    assertThat(FakeMetaAgent.attribute(run, "gen_ai.agent.name")).isEqualTo("desk");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.input")).isEqualTo("where is my order?");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.output")).isEqualTo("{\"answer\":42}");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.session.id")).isEqualTo("s1");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.user.id")).isEqualTo("u1");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.task.class")).isEqualTo("refund");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.attr.tier")).isEqualTo("gold");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.success")).isEqualTo("true");
    Span chat = server.span("chat claude-x");
    assertThat(FakeMetaAgent.attribute(chat, "gen_ai.usage.input_tokens")).isEqualTo("1000");
    assertThat(chat.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(java.util.HexFormat.of().formatHex(chat.getTraceId().toByteArray())).isEqualTo(id);
    assertThat(FakeMetaAgent.attribute(server.span("retrieval orders"), "metaagent.action.kind"))
        .isEqualTo("retrieval");
    assertThat(server.span("handoff billing").getTraceId()).isEqualTo(run.getTraceId());
    assertThat(server.traces.get(0).resourceSpans().get(0).getResource().toString())
        .contains("shop", "metaagent.sdk", "java/");
  }

  @Test
  void aGuardedToolIsCalledOrToldAsRefused() throws Exception {
    Agent agent = agent();
    String answer =
        agent.execution(
            "hi",
            execution -> {
              Guarded<String> shell = execution.guard("shell", Map.of("cmd", "ls"), it -> "ran");
              assertThat(shell.refusal())
                  .isEqualTo(new Refusal(RefusalKind.DENIED, "never", "r1", null));
              Guarded<String> mail =
                  execution.guard("mail", Map.of("to", "a", "n", 1), String::valueOf);
              return String.valueOf(mail.result());
            });
    assertThat(answer).contains("to=<REDACTED>", "n=1");
    flush();
    Span shell = server.span("execute_tool shell");
    assertThat(shell.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(FakeMetaAgent.attribute(shell, "error.type")).isEqualTo("policy_refused");
    assertThat(FakeMetaAgent.attribute(shell, "metaagent.policy.effect")).isEqualTo("deny");
    assertThat(FakeMetaAgent.attribute(shell, "metaagent.policy.rule")).isEqualTo("r1");
    assertThat(FakeMetaAgent.attribute(shell, "metaagent.policy.version")).isEqualTo("1");
    Span mail = server.span("execute_tool mail");
    assertThat(mail.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    assertThat(FakeMetaAgent.attribute(mail, "metaagent.policy.effect")).isEqualTo("redact");
    assertThat(FakeMetaAgent.attribute(mail, "gen_ai.tool.call.arguments")).contains("<REDACTED>");
  }

  @Test
  void theLimitOfActionsIsReached() throws Exception {
    Agent agent = agent();
    try (Execution execution = agent.execution("hi")) {
      for (int i = 0; i < 4; i++) {
        assertThat(execution.guard("search", Map.of(), it -> "x").isRefused()).isFalse();
      }
      assertThat(execution.guard("search", Map.of(), it -> "x").refusal())
          .isEqualTo(new Refusal(RefusalKind.LIMIT, "maxActions", null, null));
    }
  }

  @Test
  void theLimitOfCostCountsWhatModelCallsCost() throws Exception {
    Agent agent = agent();
    try (Execution execution = agent.execution("hi")) {
      try (Action llm = execution.llm("claude-x", "hi")) {
        llm.usage(0, 100_000);
      }
      assertThat(agent.policy().tool("search", Map.of()))
          .isEqualTo(new Refusal(RefusalKind.LIMIT, "maxCostUsd", null, null));
    }
  }

  @Test
  void aModelCallBeyondALimitIsRefusedAsAValueOrAnException() throws Exception {
    Agent agent = agent();
    assertThat(agent.policy().permit(1)).isInstanceOf(Permit.class);
    try (Execution execution = agent.execution("hi")) {
      for (int i = 0; i < 4; i++) {
        try (Action call = execution.llmAsync("claude-x", "hi")) {
          assertThat(call.orThrow().refusal()).isNull();
        }
      }
      Refusal limit = new Refusal(RefusalKind.LIMIT, "maxActions", null, null);
      assertThat(agent.policy().permit(1)).isEqualTo(limit);
      try (Action call = execution.llm("other", "hi")) {
        assertThat(call.refusal()).isEqualTo(limit);
      }
      assertThatThrownBy(() -> execution.llmAsync("another", "hi").orThrow())
          .isInstanceOf(RefusedException.class);
    }
    flush();
    for (String name : List.of("chat other", "chat another")) {
      Span call = server.span(name);
      assertThat(call.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(FakeMetaAgent.attribute(call, "error.type")).isEqualTo("policy_refused");
      assertThat(FakeMetaAgent.attribute(call, "metaagent.policy.effect")).isEqualTo("deny");
      assertThat(FakeMetaAgent.attribute(call, "metaagent.policy.version")).isEqualTo("1");
    }
  }

  @Test
  void aRefusalThatTheHostAskedForItselfIsToldToo() throws Exception {
    Agent agent = agent();
    try (Execution execution = agent.execution("hi")) {
      assertThat(execution.refusal()).isNull();
      assertThat(agent.policy().tool("shell", Map.of("cmd", "ls"))).isInstanceOf(Refusal.class);
    }
    flush();
    assertThat(FakeMetaAgent.attribute(server.span("execute_tool shell"), "metaagent.policy.rule"))
        .isEqualTo("r1");
  }

  @Test
  void ofARefusedRunNothingIsToldAndWhatOthersTellBelongsToWhatIsAroundIt() throws Exception {
    Map<String, Object> stop =
        Map.of("since", "2026-11-30T05:00:00Z", "reason", "errors", "by", "Ada", "share", 0);
    server.publish("helper", 1, Map.of("stopped", stop));
    Agent agent = agent();
    MetaAgent connected = java.util.Objects.requireNonNull(client);
    Agent helper = connected.agent("helper");
    assertThat(helper.policy().await(LONG)).isTrue();
    try (SdkTracerProvider host =
            SdkTracerProvider.builder().addSpanProcessor(connected.spanProcessor()).build();
        Execution outer = agent.execution("hi")) {
      try (Execution inner = helper.execution("part")) {
        inner.guard("search", Map.of(), it -> "x");
        host.get("framework").spanBuilder("foreign").startSpan().end();
        inner.outcome(true, "good");
      }
      outer.output("done");
    }
    flush();
    assertThat(server.spans().stream().map(Span::getName))
        .containsExactlyInAnyOrder("foreign", "invoke_agent desk");
    assertThat(server.span("foreign").getParentSpanId())
        .isEqualTo(server.span("invoke_agent desk").getSpanId());
    assertThat(server.outcomes).isEmpty();
  }

  @Test
  void anExceptionOfTheHostGoesOnAndIsTold() throws Exception {
    Agent agent = agent();
    assertThatThrownBy(() ->
            agent.execution(
                "hi",
                execution -> {
                  throw new IllegalStateException("no order for ada@x.example");
                }))
        .isInstanceOf(IllegalStateException.class);
    flush();
    Span run = server.span("invoke_agent desk");
    assertThat(run.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(run.toString()).contains("no order for <EMAIL>").doesNotContain("ada@x");
  }

  @Test
  void personalDataAndSecretsStayInTheProcess() throws Exception {
    Agent agent = agent();
    try (Execution execution = agent.execution("I am ada@x.example")) {
      execution.output(Map.of("password", "hunter22", "card", "4111 1111 1111 1111"));
    }
    flush();
    Span run = server.span("invoke_agent desk");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.input")).isEqualTo("I am <EMAIL>");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.output"))
        .contains("<SECRET>", "<CARD>")
        .doesNotContain("hunter22", "4111");
  }

  @Test
  void contentCanBeSwitchedOff() {
    MetaAgent connected = connect(false);
    try (Execution execution = connected.agent("desk").execution("secret plan")) {
      execution.output("done");
    }
    flush();
    Span run = server.span("invoke_agent desk");
    assertThat(FakeMetaAgent.attribute(run, "metaagent.input")).isNull();
    assertThat(FakeMetaAgent.attribute(run, "metaagent.output")).isNull();
  }

  @Test
  void spansOfAnotherTracerPassTheSameWay() {
    MetaAgent connected = connect(true);
    try (SdkTracerProvider host =
        SdkTracerProvider.builder().addSpanProcessor(connected.spanProcessor()).build()) {
      Tracer tracer = host.get("framework");
      tracer.spanBuilder("chat gpt").setAttribute("input.value", "ada@x.example").startSpan().end();
    }
    flush();
    assertThat(FakeMetaAgent.attribute(server.span("chat gpt"), "input.value"))
        .isEqualTo("<EMAIL>");
  }

  @Test
  void anOutcomeIsToldAfterTheRun() {
    MetaAgent connected = connect(true);
    String id;
    try (Execution execution = connected.agent("desk").execution("hi")) {
      id = execution.id();
    }
    connected.outcome(id, false, "the customer wrote again: ada@x.example");
    flush();
    assertThat(server.outcomes).hasSize(1);
    Map<?, ?> outcome = server.outcomes.get(0);
    assertThat(outcome.get("traceId")).isEqualTo(id);
    assertThat(outcome.get("success")).isEqualTo(false);
    assertThat(outcome.get("comment")).isEqualTo("the customer wrote again: <EMAIL>");
  }

  @Test
  void anActionOnAnotherThreadBelongsToItsExecution() throws Exception {
    Agent agent = agent();
    try (Execution execution = agent.execution("hi")) {
      Thread worker =
          new Thread(() -> {
            try (Action action = execution.tool("slow", Map.of())) {
              action.output("x");
            }
          });
      worker.start();
      worker.join();
    }
    flush();
    assertThat(server.span("execute_tool slow").getParentSpanId())
        .isEqualTo(server.span("invoke_agent desk").getSpanId());
  }

  @Test
  void telemetryIsSentAgainUntilTheServerTakesIt() {
    MetaAgent connected = connect(true);
    server.tracesStatus = 503;
    connected.agent("desk").execution("hi").close();
    Wait.until(
        "a first attempt",
        () -> server.requests.stream().anyMatch(it -> it.endsWith("/v1/traces")));
    server.tracesStatus = 200;
    flush();
    assertThat(server.spans()).hasSize(1);
    assertThat(server.traces.get(0).sequence()).isEqualTo("1-1");
    assertThat(server.traces.get(0).dropped()).isEqualTo("0");
  }

  @Test
  void aRefusalCanBeRaised() throws Exception {
    Refusal refusal = new Refusal(RefusalKind.STOPPED, "errors", null, null);
    assertThat(new RefusedException(refusal))
        .hasMessage("Refused by policy (stopped): errors")
        .extracting(RefusedException::refusal)
        .isEqualTo(refusal);
    try (Execution execution = agent().execution("hi")) {
      assertThat(execution.orThrow()).isSameAs(execution);
    }
  }

  @Test
  void anAgentWithoutANameIsAMistakeOfTheProgram() {
    MetaAgent connected = connect(true);
    assertThatThrownBy(() -> connected.agent(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
