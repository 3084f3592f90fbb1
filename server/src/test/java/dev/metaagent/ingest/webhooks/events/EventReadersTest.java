package dev.metaagent.ingest.webhooks.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecution.Kind;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.ingest.json.PlainOutcome;
import dev.metaagent.ingest.webhooks.N8nRecording;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The runs and outcomes read from the events of each kind of sender.
class EventReadersTest {

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static Stream<Step> all(List<Step> steps) {
    return steps.stream().flatMap(step -> Stream.concat(Stream.of(step), all(step.steps())));
  }

  @Test
  void anN8nRunTellsTheTokensOfAllItsModelRuns() {
    MappedEvents understood = new N8nEvents().read(N8nRecording.ofApi());
    assertThat(understood.errors()).isEmpty();
    PlainExecution run = understood.executions().getFirst();

    assertThat(run.id()).isEqualTo("n8n:wfSentinelAgent1:4");
    assertThat(run.status()).isEqualTo(Status.OK);
    assertThat(run.times().startedAt()).isEqualTo(Instant.parse("2026-11-22T14:53:43.515Z"));
    assertThat(run.times().endedAt()).isEqualTo(Instant.parse("2026-11-22T14:53:46.043Z"));
    assertThat(run.output()).contains("The fictional answer is 42.");
    assertThat(run.input()).contains("What is 6*7?");
    List<Step> models = all(run.steps()).filter(step -> step.kind() == Kind.LLM).toList();
    assertThat(models).hasSize(2);
    assertThat(models.stream().mapToLong(step -> known(step.usage().inputTokens())).sum())
        .isEqualTo(137);
    assertThat(models.stream().mapToLong(step -> known(step.usage().outputTokens())).sum())
        .isEqualTo(23);
    assertThat(models)
        .allSatisfy(step -> assertThat(step.usage().model()).isEqualTo("fake-chat-1"));
    assertThat(models.get(1).output()).isEqualTo("The fictional answer is 42.");
  }

  private static long known(@org.jspecify.annotations.Nullable Long count) {
    return Objects.requireNonNull(count);
  }

  @Test
  void timesThatCannotBeStoredAreNamedOrLeftOut() {
    JsonNode mapping =
        json("{\"fields\":{\"agent\":\"=A\",\"startedAt\":\"$.a\",\"endedAt\":\"$.b\"}}");
    assertThat(
            Mapping.compile(mapping)
                .read(json("{\"a\":\"0001-01-01T00:00:00Z\",\"b\":\"9999-12-31T23:59:59Z\"}"))
                .errors())
        .extracting(error -> error.field())
        .containsExactly("startedAt", "endedAt");

    N8nSteps steps =
        new N8nSteps(
            json("{\"Node\":[{\"startTime\":1e30,\"executionTime\":1e400,\"data\":{}}]}"),
            new N8nNodes(json("[]")));
    assertThat(steps.steps().getFirst().times().startedAt()).isNull();
  }

  @Test
  void modelsAndToolsOfAnN8nAgentStandBelowIt() {
    List<Step> steps = new N8nEvents().read(N8nRecording.ofApi()).executions().getFirst().steps();

    assertThat(steps).extracting(Step::name).containsExactly("Webhook", "AI Agent");
    assertThat(steps.get(1).steps())
        .extracting(Step::name)
        .containsExactly("OpenAI Chat Model", "Calculator", "OpenAI Chat Model");
    Step tool = steps.get(1).steps().get(1);
    assertThat(tool.kind()).isEqualTo(Kind.TOOL);
    assertThat(tool.input()).isEqualTo("{\"query\":\"6*7\"}");
    assertThat(tool.output()).contains("42");
  }

  @Test
  void theErrorWorkflowOfN8nTellsTheFailureOfTheSameRun() {
    MappedEvents understood = new N8nEvents().read(N8nRecording.ofErrorWorkflow());
    assertThat(understood.errors()).isEmpty();
    PlainExecution run = understood.executions().getFirst();

    assertThat(run.id()).isEqualTo("n8n:wfSentinelFail1:2");
    assertThat(run.agent()).isEqualTo("Sentinel failing demo (fictional)");
    assertThat(run.status()).isEqualTo(Status.ERROR);
    assertThat(run.error())
        .isEqualTo(
            new PlainExecution.Fault(
                "NodeOperationError", "Stop and Error: Fictional CRM refused order 1042"));
    assertThat(run.revision()).isEqualTo(1);
  }

  @Test
  void aTriggerThatFailsInN8nHasNoRunAndIsToldAllTheSame() {
    MappedEvents understood =
        new N8nEvents()
            .read(
                json(
                    """
                    {"trigger":{"error":{"name":"TriggerError","message":"no connection","timestamp":1795358460864},
                     "mode":"trigger"},"workflow":{"id":"wf1","name":"Nightly"}}
                    """));
    assertThat(understood.errors()).isEmpty();
    assertThat(understood.executions().getFirst().id())
        .isEqualTo("n8n:wf1:trigger-2026-11-22T14:41:00.864Z");
  }

  @Test
  void anEmailOfColdForgeIsARunAndItsFateIsAnOutcome() {
    MappedEvents understood =
        new ColdForgeEvents()
            .read(
                json(
                    """
                    [{"event":"email.generated","id":"e1","at":"2026-11-22T10:00:00Z","agent":"Opener",
                      "email":{"id":"em-7","campaign":"autumn","lead":"lead-42"},
                      "run":{"startedAt":"2026-11-22T10:00:00Z","durationMs":1500,"model":"gpt-4o","inputTokens":900,
                        "outputTokens":120,"prompt":{"name":"opener","version":"3"},"output":"Hello"}},
                     {"event":"email.bounced","id":"e2","email":{"id":"em-7"},"detail":{"reason":"mailbox full"}},
                     {"event":"email.replied","id":"e3","email":{"id":"em-7"},"detail":{"sentiment":"negative"}},
                     {"event":"email.replied","id":"e4","email":{"id":"em-7"}},
                     {"event":"email.delivered","id":"e5","email":{"id":"em-7"}}]
                    """));
    assertThat(understood.errors()).isEmpty();
    PlainExecution run = understood.executions().getFirst();
    assertThat(run.outcomeKeys()).containsExactly("coldforge:em-7");
    assertThat(run.usage().inputTokens()).isEqualTo(900);
    assertThat(run.about().promptVersion()).isEqualTo("3");
    assertThat(run.about().attributes()).containsEntry("coldforge.lead", "lead-42");
    assertThat(understood.outcomes())
        .extracting(PlainOutcome::kind, PlainOutcome::success)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("email_bounced", false),
            org.assertj.core.groups.Tuple.tuple("reply_received", false),
            org.assertj.core.groups.Tuple.tuple("reply_received", true),
            org.assertj.core.groups.Tuple.tuple("email_delivered", null));
    assertThat(understood.outcomes()).allMatch(one -> "coldforge:em-7".equals(one.key()));
  }

  @Test
  void aTaskOfAgencyPmIsARunAndItsResultComesLater() {
    MappedEvents understood =
        new AgencyPmEvents()
            .read(
                json(
                    """
                    [{"event":"task.executed","id":"t1","agent":"Briefing writer","task":{"id":"T-9","project":"P-1"},
                      "run":{"id":"r-1","status":"ok","startedAt":"2026-11-22T10:00:00Z","endedAt":"2026-11-22T10:00:09Z",
                        "steps":[{"kind":"llm","name":"write","model":"gpt-4o","inputTokens":10,"outputTokens":5,
                          "steps":[{"kind":"tool","name":"lookup","status":"error","error":"not found"}]}]}},
                     {"event":"automation.result","id":"t2","run":{"id":"r-1"},"result":{"success":true,"value":120.5}}]
                    """));
    assertThat(understood.errors()).isEmpty();
    PlainExecution run = understood.executions().getFirst();
    assertThat(all(run.steps())).extracting(Step::kind).containsExactly(Kind.LLM, Kind.TOOL);
    PlainOutcome outcome = understood.outcomes().getFirst();
    assertThat(outcome.key()).isEqualTo(run.outcomeKeys().getFirst());
    assertThat(outcome.success()).isTrue();
    assertThat(outcome.value()).isEqualByComparingTo("120.5");
  }

  @Test
  void whatIsWrongIsNamedByItsField() {
    assertThat(
            new AgencyPmEvents()
                .read(
                    json(
                        """
                        [{"event":"task.executed","id":"1","agent":"A","run":{"id":"r","status":"odd","startedAt":"soon",
                          "inputTokens":-1,"steps":[{"kind":"magic","name":""}]}},
                         {"event":"task.deleted","run":{"id":"r"}}, 7]
                        """))
                .errors())
        .extracting(FieldError::field)
        .contains(
            "[0].run.status",
            "[0].run.startedAt",
            "[0].run.inputTokens",
            "[0].run.steps[0].kind",
            "[0].run.steps[0].name",
            "[1].event",
            "[2].event");
    assertThat(new N8nEvents().read(json("{}")).errors()).hasSize(1);
    assertThat(new ColdForgeEvents().read(json("{\"event\":\"email.generated\"}")).errors())
        .extracting(FieldError::field)
        .contains("email.id", "agent");
  }

  @Test
  void aMappingPicksWhatTheOperatorPointsAt() {
    Mapping mapping =
        Mapping.compile(
            json(
                """
                {"each":"$.calls[*]","fields":{"agent":"=Voice bot","id":"@.sid","status":"@.state","input":"@.ask",
                  "startedAt":"@.from","model":"$.defaults.model","inputTokens":"@.usage.in","outputTokens":"@.usage.out",
                  "key":"@.sid","attributes.line":"@.line"}}
                """));
    MappedEvents understood =
        mapping.read(
            json(
                """
                {"defaults":{"model":"gpt-4o"},"calls":[
                  {"sid":"c1","state":"completed","from":1795358460,"usage":{"in":"12","out":3},"line":4},
                  {"sid":"c2","state":"failed","from":"2026-11-22T14:41:00+01:00","ask":{"q":1}}]}
                """));
    assertThat(understood.errors()).isEmpty();
    PlainExecution first = understood.executions().get(0);
    assertThat(first.agent()).isEqualTo("Voice bot");
    assertThat(first.usage().inputTokens()).isEqualTo(12);
    assertThat(first.usage().model()).isEqualTo("gpt-4o");
    assertThat(first.times().startedAt()).isEqualTo(Instant.ofEpochSecond(1_795_358_460));
    assertThat(first.about().attributes()).containsEntry("line", "4");
    PlainExecution second = understood.executions().get(1);
    assertThat(second.status()).isEqualTo(Status.ERROR);
    assertThat(second.input()).isEqualTo("{\"q\":1}");
    assertThat(second.times().startedAt()).isEqualTo(Instant.parse("2026-11-22T13:41:00Z"));
  }

  @Test
  void aMappingOfOutcomesNeedsAKindAndARun() {
    MappedEvents understood =
        Mapping.compile(
                json(
                    """
                    {"kind":"outcome","fields":{"outcomeKind":"=ticket_reopened","key":"$.ticket","success":"=false"}}
                    """))
            .read(json("{\"ticket\":\"T-1\"}"));
    assertThat(understood.outcomes().getFirst().success()).isFalse();
    assertThat(understood.outcomes().getFirst().key()).isEqualTo("T-1");
  }

  @Test
  void aMappingThatCannotWorkIsRefusedWithAllItsFaults() {
    assertThatThrownBy(() ->
            Mapping.compile(
                json(
                    "{\"kind\":\"odd\",\"each\":\"x\",\"fields\":{\"agnet\":\"$.a\",\"id\":\"$.[\"}}")))
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e ->
                assertThat(e.errors())
                    .extracting(FieldError::field)
                    .contains(
                        "mapping.kind",
                        "mapping.each",
                        "mapping.fields.agnet",
                        "mapping.fields.id",
                        "mapping.fields.agent"));
  }
}
