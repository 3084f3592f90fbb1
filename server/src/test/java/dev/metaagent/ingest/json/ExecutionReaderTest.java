package dev.metaagent.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Kind;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs and outcomes from plain JSON, field by field as their schemas say. */
class ExecutionReaderTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final DocumentProblems problems = new DocumentProblems();

  private PlainExecution run(String json) {
    return ExecutionReader.read(JSON.readTree(json), problems);
  }

  /** The shortest run with one more field. */
  private PlainExecution with(String field) {
    return run("{\"id\":\"r1\",\"agent\":\"Writer\"," + field + "}");
  }

  private PlainOutcome outcome(String json) {
    return OutcomeReader.read(JSON.readTree(json), problems);
  }

  private List<String> wrong() {
    return problems.errors().stream().map(FieldError::field).toList();
  }

  private List<String> odd() {
    return problems.warnings().stream().map(FieldError::field).toList();
  }

  @Test
  void everyFieldOfARunIsRead() {
    PlainExecution run =
        run(
            """
            {"id":"r1","agent":"Writer","status":"error","startedAt":"2026-01-31T10:00:00+01:00",
             "endedAt":1769850001500,"durationMs":1500.5,"input":"hi","output":{"a":1},
             "error":{"type":"Timeout","message":"too slow"},"model":"gpt-4o","provider":"openai",
             "inputTokens":10,"outputTokens":0,"cacheReadTokens":3,"cacheWriteTokens":4,
             "reasoningTokens":5,"costUsd":0.000000125,"framework":"own","version":"1.2",
             "environment":"test","sessionId":"s","userId":7,"prompt":{"name":"p","version":"3"},
             "arm":"b","taskClass":"letters","learnings":["l1","l2"],"attributes":{"plan":"pro","n":3},
             "success":false,"keys":["k1"],"outcomeKey":"k2","parentId":"r0","revision":2}
            """);

    assertThat(wrong()).isEmpty();
    assertThat(odd()).isEmpty();
    assertThat(run.status()).isEqualTo(Status.ERROR);
    assertThat(run.times().startedAt()).isEqualTo(Instant.parse("2026-01-31T09:00:00Z"));
    assertThat(run.times().endedAt()).isEqualTo(Instant.parse("2026-01-31T09:00:01.500Z"));
    assertThat(run.times().durationMs()).isEqualTo(1500.5);
    assertThat(run.output()).isEqualTo("{\"a\":1}");
    assertThat(run.error()).isEqualTo(new Fault("Timeout", "too slow"));
    assertThat(run.usage().outputTokens()).isZero();
    assertThat(run.usage().costUsd()).isEqualByComparingTo(new BigDecimal("0.000000125"));
    assertThat(run.about().userId()).isEqualTo("7");
    assertThat(run.about().promptVersion()).isEqualTo("3");
    assertThat(run.about().learnings()).containsExactly("l1", "l2");
    assertThat(run.about().attributes()).isEqualTo(Map.of("plan", "pro", "n", "3"));
    assertThat(run.success()).isFalse();
    assertThat(run.outcomeKeys()).containsExactly("k1", "k2");
    assertThat(run.revision()).isEqualTo(2);
  }

  @Test
  void theShortestRunHasAnIdAndAnAgent() {
    PlainExecution run = run("{\"id\":\"r1\",\"agent\":\"Writer\"}");
    assertThat(problems.any()).isFalse();
    assertThat(run.status()).isNull();
    assertThat(run.usage()).isEqualTo(PlainExecution.Usage.UNKNOWN);
    assertThat(run.steps()).isEmpty();
    assertThat(run.about()).isEqualTo(PlainExecution.About.NOTHING);
  }

  @Test
  void nullIsTheSameAsNothing() {
    PlainExecution run = with("\"error\":null,\"steps\":null,\"costUsd\":null,\"keys\":null");
    assertThat(problems.any()).isFalse();
    assertThat(run.error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\":\"\",\"agent\":\" \"}", "{\"id\":null,\"agent\":null}"})
  void idAndAgentAreRequired(String json) {
    run(json);
    assertThat(wrong()).containsExactly("id", "agent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"status\":\"fine\"                         | status",
        "\"status\":1                                | status",
        "\"startedAt\":\"2026-01-31T10:00:00\"       | startedAt",
        "\"startedAt\":\"1969-12-31T23:59:59Z\"      | startedAt",
        "\"startedAt\":\"2200-01-02T00:00:00Z\"      | startedAt",
        "\"startedAt\":1e300                         | startedAt",
        "\"startedAt\":true                          | startedAt",
        "\"durationMs\":-1                           | durationMs",
        "\"durationMs\":1e12                         | durationMs",
        "\"durationMs\":\"long\"                     | durationMs",
        "\"inputTokens\":-1                          | inputTokens",
        "\"inputTokens\":1.5                         | inputTokens",
        "\"inputTokens\":\"12\"                      | inputTokens",
        "\"costUsd\":-0.1                            | costUsd",
        "\"costUsd\":1000001                         | costUsd",
        "\"costUsd\":\"much\"                        | costUsd",
        "\"success\":\"true\"                        | success",
        "\"error\":\"broken\"                        | error",
        "\"prompt\":[]                               | prompt",
        "\"keys\":\"k\"                              | keys",
        "\"learnings\":[null]                        | learnings[0]",
        "\"learnings\":[\"a\",{}]                    | learnings[1]",
        "\"attributes\":[]                           | attributes",
        "\"agent\":{}                                | agent",
        "\"sessionId\":[]                            | sessionId",
        "\"steps\":{}                                | steps",
        "\"steps\":[1]                               | steps[0]"
      })
  void whatHasAnotherFormIsNamedByItsField(String field, String name) {
    with(field);
    assertThat(wrong()).contains(name);
  }

  @Test
  void textsHaveAMostLengthEach() {
    with("\"sessionId\":\"" + "s".repeat(301) + "\"");
    with("\"attributes\":{\"" + "k".repeat(101) + "\":1}");
    with("\"attributes\":{\"a\":\"" + "v".repeat(501) + "\"}");
    assertThat(wrong()).containsExactly("sessionId", "attributes", "attributes.a");
    assertThat(problems.errors().getFirst().message())
        .isEqualTo("has at most 300 characters; this has 301");
  }

  @Test
  void aNumberInQuotesIsAnAmount() {
    assertThat(with("\"costUsd\":\"0.10\"").usage().costUsd())
        .isEqualByComparingTo(new BigDecimal("0.1"));
    assertThat(problems.any()).isFalse();
  }

  @Test
  void aFieldThatNobodyKnowsIsOddAndTheOneThatIsMeantIsNamed() {
    with("\"started_at\":1,\"mood\":\"good\",\"prompt\":{\"title\":\"x\"}");

    assertThat(problems.any()).isFalse();
    assertThat(odd()).containsExactlyInAnyOrder("started_at", "mood", "prompt.title");
    assertThat(problems.warnings())
        .anySatisfy(warning -> assertThat(warning.message()).contains("did you mean startedAt?"))
        .anySatisfy(warning -> assertThat(warning.message()).contains("into attributes"));
  }

  @Test
  void stepsStandInsideEachOther() {
    PlainExecution run =
        with(
            """
            "steps":[{"kind":"llm","model":"gpt-4o","inputTokens":3,"id":"a"},
             {"kind":"llm"},
             {"kind":"agent","name":"Helper","steps":[{"kind":"tool","name":"lookup",
               "toolCallId":"c1","input":{"q":1},"error":{"message":"no"}}]}]\
            """);

    assertThat(problems.any()).isFalse();
    assertThat(run.steps()).extracting(Step::name).containsExactly("chat gpt-4o", "chat", "Helper");
    Step tool = run.steps().get(2).steps().getFirst();
    assertThat(tool.kind()).isEqualTo(Kind.TOOL);
    assertThat(tool.input()).isEqualTo("{\"q\":1}");
    assertThat(tool.error()).isEqualTo(new Fault(null, "no"));
    assertThat(tool.toolCallId()).isEqualTo("c1");
  }

  @Test
  void aStepNeedsAKindAndAllButCallsAName() {
    with("\"steps\":[{\"name\":\"x\"},{\"kind\":\"tool\"},{\"kind\":\"magic\",\"name\":\"x\"}]");
    assertThat(wrong()).containsExactly("steps[0].kind", "steps[1].name", "steps[2].kind");
  }

  @Test
  void stepsAreAtMostSixteenDeep() {
    String step = "{\"kind\":\"chain\",\"name\":\"x\"}";
    for (int i = 1; i < ExecutionReader.DEEPEST; i++) {
      step = "{\"kind\":\"chain\",\"name\":\"x\",\"steps\":[" + step + "]}";
    }
    with("\"steps\":[" + step + "]");
    assertThat(problems.any()).isFalse();
    with("\"steps\":[{\"kind\":\"chain\",\"name\":\"x\",\"steps\":[" + step + "]}]");
    assertThat(wrong()).hasSize(1).first().asString().endsWith(".steps");
  }

  @Test
  void aRunHasAtMostFiveThousandSteps() {
    String steps = "{\"kind\":\"llm\"},".repeat(ExecutionReader.MOST_STEPS);
    with("\"steps\":[" + steps.substring(0, steps.length() - 1) + "]");
    assertThat(problems.any()).isFalse();
    with("\"steps\":[" + steps + "{\"kind\":\"llm\"}]");
    assertThat(wrong()).containsExactly("steps");
  }

  @Test
  void ofManyProblemsTheFirstFiftyAreTold() {
    with("\"steps\":[" + "{},".repeat(200) + "{}]");
    assertThat(problems.errors()).hasSize(50);
  }

  @Test
  void everyFieldOfAnOutcomeIsRead() {
    PlainOutcome outcome =
        outcome(
            """
            {"id":"o1","key":"lead-1","kind":"reply_received","success":true,"source":"person",
             "confidence":0.5,"value":"12.50","comment":"well","by":"Ada","at":"2026-01-31T10:00:00Z"}
            """);
    assertThat(problems.any()).isFalse();
    assertThat(outcome.source()).isEqualTo(PlainOutcome.Source.PERSON);
    assertThat(outcome.confidence()).isEqualTo(0.5);
    assertThat(outcome.value()).isEqualByComparingTo(new BigDecimal("12.5"));
    assertThat(outcome.at()).isEqualTo(Instant.parse("2026-01-31T10:00:00Z"));
  }

  @Test
  void anOutcomeWithoutASourceIsTheWorlds() {
    assertThat(outcome("{\"kind\":\"bounced\",\"key\":\"k\"}").source())
        .isEqualTo(PlainOutcome.Source.OUTCOME);
    assertThat(outcome("{\"kind\":\"bounced\",\"key\":\"k\"}").success()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"key\":\"k\"}                                    | kind",
        "{\"kind\":\"x\",\"confidence\":1.1}                | confidence",
        "{\"kind\":\"x\",\"confidence\":-0.1}               | confidence",
        "{\"kind\":\"x\",\"source\":\"rumour\"}             | source",
        "{\"kind\":\"x\",\"success\":1}                     | success",
        "{\"kind\":\"x\",\"value\":\"1e50\"}                | value",
        "{\"kind\":\"x\",\"at\":\"yesterday\"}              | at",
        "[]                                                 | ."
      })
  void whatIsWrongWithAnOutcomeIsNamed(String json, String field) {
    outcome(json);
    assertThat(wrong()).contains(field);
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aMillionUnknownFieldsCostLittleAndTheFirstAreTold() {
    ObjectNode run = JSON.createObjectNode().put("id", "r1").put("agent", "Writer");
    for (int i = 0; i < 1_000_000; i++) {
      run.put("field" + i, i);
    }
    ExecutionReader.read(run, problems);
    assertThat(odd()).hasSize(50);
  }
}
