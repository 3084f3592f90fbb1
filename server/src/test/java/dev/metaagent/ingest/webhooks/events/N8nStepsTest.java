package dev.metaagent.ingest.webhooks.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Kind;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Run data of n8n as steps: nodes in the order of execution, what an agent used below it. */
class N8nStepsTest {

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static N8nSteps steps(String runData, String nodes) {
    return new N8nSteps(json(runData), new N8nNodes(json(nodes)));
  }

  @Test
  void nodesStandInTheOrderInWhichTheyRan() {
    List<Step> steps =
        steps(
                """
                {"B":[{"executionIndex":1,"startTime":1000,"executionTime":20,"data":{"main":[[{"json":{"b":1}}]]}}],
                 "A":[{"executionIndex":0,"executionStatus":"success","data":{"main":[[{"json":{"body":"hello"}}]]}},
                      {"executionIndex":2,"executionStatus":"error","error":{"name":"Oops","message":"no"},"data":{}}]}
                """,
                "[]")
            .steps();

    assertThat(steps).extracting(Step::id).containsExactly("A#0", "B#0", "A#1");
    assertThat(steps).extracting(Step::status).containsExactly(Status.OK, null, Status.ERROR);
    assertThat(steps.get(0).output()).isEqualTo("hello");
    assertThat(steps.get(1).output()).isEqualTo("{\"b\":1}");
    assertThat(steps.get(1).times().startedAt()).isEqualTo(Instant.ofEpochMilli(1000));
    assertThat(steps.get(1).times().durationMs()).isEqualTo(20);
    assertThat(steps.get(2).error()).isEqualTo(new Fault("Oops", "no"));
  }

  private static final String AGENT =
      """
      {"Agent":[{"executionIndex":0,"data":{"main":[[{"json":{"output":"42"}}]]}}],
       "Model":[{"executionIndex":1,"source":[{"previousNode":"Agent","previousNodeRun":0}],
         "inputOverride":{"ai_languageModel":[[{"json":{"messages":["Human: 6*7?","be brief"],
            "options":{"model":"gpt-4o"}}}]]},
         "data":{"ai_languageModel":[[{"json":{"response":{"generations":[[{"text":"42"}]]},
            "tokenUsage":{"promptTokens":30,"completionTokens":2,"totalTokens":32}}}]]}}],
       "Calc":[{"executionIndex":2,"source":[{"previousNode":"Agent"}],
         "data":{"ai_tool":[[{"json":{"response":"42"}}]]}}],
       "Lost":[{"executionIndex":3,"source":[{"previousNode":"Nobody"}],
         "data":{"ai_memory":[[{"json":{}}]]}}]}
      """;

  @Test
  void whatAnAgentUsedStandsBelowIt() {
    List<Step> steps = steps(AGENT, "[]").steps();

    assertThat(steps).extracting(Step::name).containsExactly("Agent", "Lost");
    assertThat(steps.getFirst().steps())
        .extracting(Step::kind)
        .containsExactly(Kind.LLM, Kind.TOOL);
    Step model = steps.getFirst().steps().getFirst();
    assertThat(model.usage().model()).isEqualTo("gpt-4o");
    assertThat(model.usage().inputTokens()).isEqualTo(30);
    assertThat(model.usage().outputTokens()).isEqualTo(2);
    assertThat(model.input()).isEqualTo("Human: 6*7?\nbe brief");
    assertThat(model.output()).isEqualTo("42");
  }

  @Test
  void aNodeThatNamesItselfAsItsSourceDoesNotVanish() {
    List<Step> steps =
        steps(
                "{\"Loop\":[{\"source\":[{\"previousNode\":\"Loop\"}],\"data\":{\"ai_tool\":[]}}]}",
                "[]")
            .steps();
    assertThat(steps).extracting(Step::name).containsExactly("Loop");
  }

  @ParameterizedTest
  @CsvSource({
    "ai_languageModel,LLM", "ai_tool,TOOL", "ai_embedding,EMBEDDING", "ai_memory,MEMORY",
    "ai_vectorStore,RETRIEVAL", "ai_retriever,RETRIEVAL", "ai_reranker,RETRIEVAL", "main,CHAIN"
  })
  void whatANodePutsOutTellsItsKind(String output, Kind kind) {
    assertThat(new N8nNodes(json("[]")).kind("N", json("{\"" + output + "\":[]}"))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "@n8n/n8n-nodes-langchain.lmChatOpenAi,LLM", "@n8n/n8n-nodes-langchain.toolWorkflow,TOOL",
    "n8n-nodes-base.gmailTool,TOOL", "n8n-nodes-base.set,CHAIN"
  })
  void elseItsTypeDoes(String type, Kind kind) {
    N8nNodes nodes = new N8nNodes(json("[{\"name\":\"N\",\"type\":\"" + type + "\"}]"));
    assertThat(nodes.kind("N", json("{}"))).isEqualTo(kind);
    assertThat(nodes.kind("Other", json("{}"))).isEqualTo(Kind.CHAIN);
  }

  @Test
  void theModelOfANodeIsTextOrAChoice() {
    N8nNodes nodes =
        new N8nNodes(
            json(
                """
                [{"name":"A","parameters":{"model":"gpt-4o"}},
                 {"name":"B","parameters":{"model":{"__rl":true,"value":"gpt-5"}}},{"name":"C"}]
                """));
    assertThat(nodes.model("A")).isEqualTo("gpt-4o");
    assertThat(nodes.model("B")).isEqualTo("gpt-5");
    assertThat(nodes.model("C")).isNull();
    assertThat(nodes.model("D")).isNull();
  }

  @Test
  void inputAndOutputOfTheWorkflowAreThoseOfItsFirstAndLastNode() {
    N8nSteps steps = steps(AGENT, "[]");
    assertThat(steps.firstOutput()).isEqualTo("{\"output\":\"42\"}");
    assertThat(steps.output("Calc")).isEqualTo("{\"response\":\"42\"}");
    assertThat(steps.output("")).isNull();
    assertThat(steps("{}", "[]").firstOutput()).isNull();
  }

  @Test
  void theHookTellsARunWithTheVersionOfItsWorkflow() {
    MappedEvents understood =
        new N8nEvents()
            .read(
                json(
                    """
                    {"executionId":"9","workflow":{"id":"w1","name":"Nightly","versionId":"v7"},
                     "run":{"status":"success","mode":"trigger","startedAt":"2026-11-22T10:00:00Z",
                      "stoppedAt":"2026-11-22T10:00:05Z",
                      "data":{"resultData":{"lastNodeExecuted":"A","runData":
                        {"A":[{"data":{"main":[[{"json":{"body":"hi"}}]]}}]}}}}}
                    """));
    assertThat(understood.errors()).isEmpty();
    PlainExecution run = understood.executions().getFirst();
    assertThat(run.id()).isEqualTo("n8n:w1:9");
    assertThat(run.outcomeKeys()).containsExactly("n8n:w1:9");
    assertThat(run.about().version()).isEqualTo("v7");
    assertThat(run.about().attributes())
        .isEqualTo(
            Map.of(
                "n8n.workflow.id", "w1", "n8n.execution.id", "9", "n8n.execution.mode", "trigger"));
    assertThat(run.output()).isEqualTo("hi");
    assertThat(run.revision()).as("replaces what the error workflow knew").isEqualTo(2);
  }

  @Test
  void aRunWithAnErrorAndNoStatusFailed() {
    PlainExecution run =
        new N8nEvents()
            .read(
                json(
                    """
                    {"id":"9","workflowId":"w1","data":{"resultData":{"runData":{},
                     "error":{"name":"NodeError","message":"refused","node":{"name":"CRM"}}}}}
                    """))
            .executions()
            .getFirst();
    assertThat(run.status()).isEqualTo(Status.ERROR);
    assertThat(run.agent()).isEqualTo("n8n workflow w1");
    assertThat(run.error()).isEqualTo(new Fault("NodeError", "CRM: refused"));
  }

  @Test
  void anEventOfNoKnownFormIsNamed() {
    assertThat(new N8nEvents().read(json("{\"hello\":1}")).errors())
        .extracting(FieldError::field)
        .containsExactly("run");
    assertThat(new N8nEvents().read(json("{\"run\":{},\"workflow\":{}}")).errors())
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder("workflow.id", "workflow.name", "executionId");
  }

  @Test
  void theWordsOfARunAreThoseOfThePlainDoor() {
    PlainExecution run =
        new N8nEvents()
            .read(
                json(
                    "{\"execution\":{\"id\":\"5\",\"error\":{\"message\":\"no\"}},"
                        + "\"workflow\":{\"id\":\"w\",\"name\":\"Nightly\"}}"))
            .executions()
            .getFirst();
    assertThat(PlainJson.of(run))
        .containsEntry("id", "n8n:w:5")
        .containsEntry("agent", "Nightly")
        .containsEntry("status", "error")
        .containsEntry("error", Map.of("message", "no"))
        .containsEntry("outcomeKey", "n8n:w:5")
        .containsEntry("framework", "n8n")
        .doesNotContainKeys("input", "model", "prompt", "startedAt");
  }
}
