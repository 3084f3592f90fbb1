package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ReferenceAssembly.Execution;
import dev.metaagent.conventions.Telemetry.SentSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the cases of {@code protocol/mapping}: one convention or trap each. */
class MappingCasesTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TestFactory
  Stream<DynamicTest> everyCaseIsUnderstood() throws IOException {
    List<Path> cases;
    try (Stream<Path> files = Files.list(folder())) {
      cases = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(cases).hasSizeGreaterThan(30);
    return cases.stream()
        .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> run(file)));
  }

  private static void run(Path file) throws IOException {
    MappingCase given = MappingCase.read(JSON.readTree(Files.readAllBytes(file)));
    JsonNode expect = given.expect();
    ReferenceAssembly assembly = new ReferenceAssembly(given.telemetry());
    SoftAssertions softly = new SoftAssertions();
    if (expect.has("spans")) {
      for (String id : expect.get("spans").propertyNames()) {
        JsonNode fields = expect.get("spans").get(id);
        SentSpan sent = given.span(id);
        for (String field : fields.propertyNames()) {
          softly
              .assertThat((Object) seen(sent, field, assembly))
              .as("span %s, %s", id, field)
              .isEqualTo(fields.get(field));
        }
      }
    }
    if (expect.has("repeats")) {
      TreeSet<String> repeats = new TreeSet<>();
      for (String id : given.ids()) {
        if (assembly.isRepeat(given.span(id))) {
          repeats.add(id);
        }
      }
      softly
          .assertThat((Object) JSON.valueToTree(repeats))
          .as("repeats")
          .isEqualTo(expect.get("repeats"));
    }
    if (expect.has("executions")) {
      executions(given, assembly, expect.get("executions"), softly);
    }
    softly.assertAll();
  }

  private static void executions(
      MappingCase given, ReferenceAssembly assembly, JsonNode expected, SoftAssertions softly) {
    List<Execution> runs = assembly.executions();
    RunReading reading = new RunReading(given.telemetry());
    softly
        .assertThat(runs.stream().map(run -> run.agent).toList())
        .as("executions")
        .isEqualTo(texts(expected, "agent"));
    for (int i = 0; i < Math.min(runs.size(), expected.size()); i++) {
      Execution run = runs.get(i);
      JsonNode facts = expected.get(i);
      for (String field : facts.propertyNames()) {
        String seen =
            switch (field) {
              case "agent" -> run.agent;
              case "parent" -> run.parent == null ? null : run.parent.agent;
              case "status" -> reading.status(run).wireName();
              case "session" -> reading.fact(run, ExecutionFacts::sessionId);
              case "framework" -> reading.fact(run, ExecutionFacts::framework);
              case "user" -> reading.fact(run, ExecutionFacts::userId);
              default -> throw new IllegalArgumentException("No fact of a run: " + field);
            };
        softly.assertThat(seen).as("run %d, %s", i, field).isEqualTo(facts.get(field).asString());
      }
    }
  }

  private static JsonNode seen(SentSpan sent, String field, ReferenceAssembly assembly) {
    MappedSpan span = assembly.completed(sent);
    Object value =
        switch (field) {
          case "kind" -> span.kind().wireName();
          case "name" -> span.name();
          case "status" -> span.status().wireName();
          case "model" -> span.model();
          case "provider" -> span.provider();
          case "inputTokens" -> number(span.inputTokens());
          case "outputTokens" -> number(span.outputTokens());
          case "cacheReadTokens" -> number(span.cacheReadTokens());
          case "cacheWriteTokens" -> number(span.cacheWriteTokens());
          case "reasoningTokens" -> number(span.reasoningTokens());
          case "reportedCostNanoUsd" -> number(span.reportedCostNanoUsd());
          case "timeToFirstTokenMillis" -> number(span.timeToFirstTokenMillis());
          case "errorType" -> span.errorType();
          case "errorMessage" -> span.errorMessage();
          case "toolCallId" -> span.toolCallId();
          case "streamed" -> span.streamed();
          case "countsUsage" -> span.countsUsage();
          case "counted" -> assembly.counts(sent);
          case "callKey" -> span.callKey();
          case "meaningful" -> span.meaningful();
          case "convention" -> span.convention();
          case "boundary" -> boundary(span.boundary());
          case "attributes" -> span.run().attributes();
          case "environment" -> span.run().environment();
          case "agentVersion" -> span.run().agentVersion();
          case "promptName" -> span.run().promptName();
          case "promptVersion" -> span.run().promptVersion();
          case "arm" -> span.run().arm();
          case "assignmentProbability" -> span.run().assignmentProbability();
          case "taskClass" -> span.run().taskClass();
          case "learnings" -> span.run().learnings();
          case "success" -> span.run().success();
          case "source" -> span.run().source();
          case "code" -> assembly.content(sent).code();
          case "input" -> assembly.content(sent).input();
          case "output" -> assembly.content(sent).output();
          case "roles" ->
              Objects.requireNonNull(assembly.content(sent).messages()).stream()
                  .map(Message::role)
                  .toList();
          default -> throw new IllegalArgumentException("No fact of a span: " + field);
        };
    return value instanceof JsonNode node ? node : JSON.valueToTree(value);
  }

  private static @Nullable Integer number(@Nullable Long count) {
    return count == null ? null : Integer.valueOf(Math.toIntExact(count));
  }

  private static String boundary(ExecutionBoundary boundary) {
    return switch (boundary) {
      case ExecutionBoundary.Starts starts -> "starts " + starts.agentName();
      case ExecutionBoundary.Never never -> "never";
      case ExecutionBoundary.AroundCalls around -> "around " + around.agentName();
      case ExecutionBoundary.WhenTopmost topmost -> "topmost " + topmost.agentName();
    };
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add(entry.get(field).asString()));
    return texts;
  }

  private static Path folder() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("protocol/mapping"))) {
      at = at.getParent();
    }
    return Objects.requireNonNull(at, "protocol/mapping").resolve("protocol/mapping");
  }
}
