package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.conventions.ReferenceAssembly.Execution;
import dev.metaagent.conventions.Telemetry.SentSpan;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.Captures.ClientRun;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * Runs of real client libraries against a model that wrote down what it answered: each is one run
 * of one agent, with the calls and the tokens of the answers. What a library does not tell is
 * listed.
 */
class ClientCapturesTest {

  /** Facts that the telemetry of a library does not hold, or holds wrong itself. */
  private static final Map<String, Set<String>> UNTOLD =
      Map.of(
          "adk-logs", Set.of("output"),
          "agno", Set.of("reasoning"),
          "crew", Set.of("reasoning", "session", "user"),
          "litellm", Set.of("agent", "session", "cached", "reasoning"),
          "lg-oi-ant", Set.of("reasoning"),
          "sai", Set.of("cached", "reasoning", "session", "user"),
          "volt", Set.of("calls"));

  private static final Set<String> FAILED = Set.of("volt-500", "lgs-toolfail");

  @TestFactory
  Stream<DynamicTest> everyRunIsUnderstood() {
    List<ClientRun> runs = Captures.clients();
    assumeThat(runs).as("the recorded clients are beside the repository").isNotEmpty();
    return runs.stream().map(run -> DynamicTest.dynamicTest(run.name(), () -> check(run)));
  }

  private static void check(ClientRun run) throws UndecodableException {
    RunReading reading = new RunReading(Telemetry.of(run.requests()));
    Set<String> untold = UNTOLD.getOrDefault(run.name(), Set.of());
    List<JsonNode> answers =
        run.answers().stream().filter(answer -> answer.get("status").asInt() == 200).toList();
    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(reading.agents()).as("executions").hasSize(1);
    Execution root = Objects.requireNonNull(reading.root());
    if (!untold.contains("agent")) {
      softly.assertThat(root.agent.replace('_', '-')).as("agent").isEqualTo("order-desk");
    }
    softly
        .assertThat(reading.status(root).wireName())
        .as("status")
        .isEqualTo(FAILED.contains(run.name()) ? "error" : "ok");
    if (!untold.contains("session")) {
      softly.assertThat(reading.fact(root, ExecutionFacts::sessionId)).isEqualTo("sess-1");
    }
    if (!untold.contains("user")) {
      softly.assertThat(reading.fact(root, ExecutionFacts::userId)).isEqualTo("user-4711");
    }
    if (!untold.contains("calls")) {
      softly
          .assertThat(reading.actions(ActionKind.LLM))
          .as("model calls")
          .hasSize(run.answers().size());
    }
    sum(softly, "input", reading, answers, "i", MappedSpan::inputTokens, Set.of());
    sum(softly, "output", reading, answers, "o", MappedSpan::outputTokens, untold);
    sum(softly, "cached", reading, answers, "c", MappedSpan::cacheReadTokens, untold);
    sum(softly, "reasoning", reading, answers, "r", MappedSpan::reasoningTokens, untold);
    calls(softly, run, reading);
    tools(softly, run, reading);
    softly.assertAll();
  }

  private static void calls(SoftAssertions softly, ClientRun run, RunReading reading) {
    boolean streamed = run.answers().stream().anyMatch(answer -> answer.get("stream").asBoolean());
    for (SentSpan call : reading.actions(ActionKind.LLM)) {
      MappedSpan span = reading.completed(call);
      String asked = run.answers().getFirst().get("model").asString();
      softly.assertThat(span.model()).as("model").startsWith(asked);
      softly.assertThat(span.streamed()).as("streamed").isEqualTo(streamed);
      if (!streamed) {
        softly.assertThat(span.timeToFirstTokenMillis()).as("first token").isNull();
      }
      softly.assertThat(Objects.equals(span.reportedCostNanoUsd(), 0L)).as("free").isFalse();
    }
  }

  private static void tools(SoftAssertions softly, ClientRun run, RunReading reading) {
    List<String> asked =
        run.answers().stream()
            .filter(answer -> answer.hasNonNull("call"))
            .map(answer -> answer.get("call").get(0).asString())
            .toList();
    List<SentSpan> tools = reading.actions(ActionKind.TOOL);
    if (!tools.isEmpty()) {
      softly.assertThat(tools.stream().map(tool -> tool.mapped().name())).isEqualTo(asked);
    }
    if (run.name().endsWith("-toolfail")) {
      for (SentSpan tool : tools) {
        softly.assertThat(reading.completed(tool).status()).isEqualTo(ActionStatus.ERROR);
        softly.assertThat(reading.completed(tool).errorMessage()).contains("T13");
      }
    }
  }

  private static void sum(
      SoftAssertions softly,
      String what,
      RunReading reading,
      List<JsonNode> answers,
      String field,
      Function<MappedSpan, @Nullable Long> counted,
      Set<String> untold) {
    if (!untold.contains(what)) {
      softly
          .assertThat(Objects.requireNonNullElse(reading.sum(counted), 0L))
          .as(what)
          .isEqualTo(answers.stream().mapToLong(answer -> answer.get(field).asLong()).sum());
    }
  }

  @TestFactory
  Stream<DynamicTest> noAgentHasTheNameOfAStep() {
    return Captures.clients().stream()
        .map(run ->
            DynamicTest.dynamicTest(
                run.name(),
                () -> {
                  RunReading reading = new RunReading(Telemetry.of(run.requests()));
                  assertThat(reading.agents())
                      .allMatch(name -> name.contains("order") || isService(name));
                }));
  }

  private static boolean isService(String name) {
    return name.startsWith("real-");
  }
}
