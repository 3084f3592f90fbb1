package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ExecutionBoundary.AroundCalls;
import dev.metaagent.conventions.ExecutionBoundary.Never;
import dev.metaagent.conventions.ExecutionBoundary.Starts;
import dev.metaagent.conventions.ExecutionBoundary.WhenTopmost;
import dev.metaagent.conventions.ExecutionBoundary.Yields;
import io.opentelemetry.proto.trace.v1.Span;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a span is and whether it begins a run, by sections 2 and 3 of the telemetry mapping. */
class SpanKindsTest {

  @ParameterizedTest
  @CsvSource({
    "metaagent.action.kind,llm,LLM",
    "metaagent.action.kind,Memory,MEMORY",
    "langsmith.span.kind,retriever,RETRIEVAL",
    "langsmith.span.kind,prompt,OTHER",
    "spring.ai.kind,advisor,CHAIN",
    "spring.ai.kind,tool_call,TOOL",
    "ai.operationId,ai.generateText,AGENT",
    "ai.operationId,ai.generateText.doGenerate,LLM",
    "ai.operationId,ai.streamObject.doStream,LLM",
    "ai.operationId,ai.toolCall,TOOL",
    "ai.operationId,ai.embedMany.doEmbed,EMBEDDING",
    "gen_ai.operation.name,chat,LLM",
    "gen_ai.operation.name,generate_content,LLM",
    "gen_ai.operation.name,embeddings,EMBEDDING",
    "gen_ai.operation.name,vector_db_retrieve,RETRIEVAL",
    "gen_ai.operation.name,execute_tool,TOOL",
    "gen_ai.operation.name,invoke_agent,AGENT",
    "gen_ai.operation.name,create_agent,OTHER",
    "gen_ai.operation.name,invoke_workflow,CHAIN",
    "gen_ai.operation.name,execute_task,CHAIN",
    "gen_ai.operation.name,run_guardrail,GUARDRAIL",
    "gen_ai.operation.name,handoff,HANDOFF",
    "gen_ai.operation.name,search_memory,MEMORY",
    "gen_ai.operation.name,something_new,CHAIN",
    "mastra.span.type,model_generation,LLM",
    "mastra.span.type,model_step,CHAIN",
    "openinference.span.kind,RETRIEVER,RETRIEVAL",
    "openinference.span.kind,RERANKER,OTHER",
    "logfire.msg_template,Function: {name},TOOL",
    "langfuse.observation.type,generation,LLM",
    "langfuse.observation.type,span,CHAIN",
    "traceloop.span.kind,workflow,CHAIN",
    "traceloop.span.kind,task,CHAIN",
    "agentops.span.kind,tool,TOOL",
    "mlflow.spanType,CHAT_MODEL,LLM",
    "lmnr.span.type,LLM,LLM",
    "genkit:metadata:subtype,model,LLM",
    "llm.request.type,chat,LLM",
    "llm.request.type,embedding,EMBEDDING",
    "mcp.method.name,tools/call,TOOL",
    "mcp.method.name,tools/list,OTHER",
    "n8n.node.type,@n8n/n8n-nodes-langchain.lmChatOpenAi,LLM",
    "n8n.node.type,@n8n/n8n-nodes-langchain.toolCode,TOOL",
    "n8n.node.type,n8n-nodes-base.httpRequestTool,TOOL",
    "n8n.node.type,@n8n/n8n-nodes-langchain.memoryBufferWindow,MEMORY",
    "n8n.node.type,n8n-nodes-base.set,CHAIN",
    "haystack.component.type,OpenAIChatGenerator,LLM",
    "haystack.component.type,InMemoryBM25Retriever,RETRIEVAL",
    "haystack.component.type,OpenAITextEmbedder,EMBEDDING",
    "haystack.component.type,PromptBuilder,CHAIN",
    "http.request.method,GET,OTHER",
    "gen_ai.tool.name,lookup,TOOL"
  })
  void oneAttributeSaysWhatASpanIs(String name, String value, ActionKind kind) {
    assertThat(Spans.mapped(Spans.span("step", name, value)).kind()).isEqualTo(kind);
  }

  @Test
  void theFirstConventionThatKnowsDecides() {
    assertThat(
            kind(
                Spans.span(
                    "x", "gen_ai.operation.name", "chat", "metaagent.action.kind", "guardrail")))
        .isEqualTo(ActionKind.GUARDRAIL);
    assertThat(
            kind(
                Spans.span(
                    "x", "gen_ai.operation.name", "chat", "langsmith.span.kind", "retriever")))
        .isEqualTo(ActionKind.RETRIEVAL);
    assertThat(
            kind(
                Spans.span(
                    "x", "openinference.span.kind", "TOOL", "langfuse.observation.type", "agent")))
        .isEqualTo(ActionKind.TOOL);
    assertThat(
            kind(Spans.span("x", "langfuse.observation.type", "span", "mlflow.spanType", "TOOL")))
        .as("a bare span yields to whoever knows better")
        .isEqualTo(ActionKind.TOOL);
  }

  private static ActionKind kind(Span.Builder span) {
    return Spans.mapped(span).kind();
  }

  @Test
  void aModelWithTokensOrAnAnswersIdIsACall() {
    assertThat(kind(Spans.span("x", "gen_ai.request.model", "m", "gen_ai.usage.input_tokens", 3)))
        .isEqualTo(ActionKind.LLM);
    assertThat(kind(Spans.span("x", "gen_ai.response.model", "m", "gen_ai.response.id", "r")))
        .isEqualTo(ActionKind.LLM);
    assertThat(kind(Spans.span("x", "gen_ai.request.model", "m"))).isEqualTo(ActionKind.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "transfer_to_agent,x,HANDOFF",
    "handoff_to_billing,x,HANDOFF",
    "transfer_to_billing,langgraph,HANDOFF",
    "transfer_funds,langgraph,TOOL",
    "transfer_to_savings,x,TOOL",
    "lookup,x,TOOL"
  })
  void aToolThatGivesAwayIsAHandoff(String tool, String scope, ActionKind kind) {
    Object[] langGraph = {
      "gen_ai.operation.name",
      "execute_tool",
      "gen_ai.tool.name",
      tool,
      "langsmith.metadata.langgraph_node",
      "tools"
    };
    Object[] plain = {"gen_ai.operation.name", "execute_tool", "gen_ai.tool.name", tool};
    Span.Builder span = Spans.span("step", scope.equals("langgraph") ? langGraph : plain);
    assertThat(Spans.mapped(span).kind()).isEqualTo(kind);
  }

  @Test
  void thePreparationOfACallIsNone() {
    assertThat(
            kind(
                Spans.span(
                    "FunctionCallingAgent._prepare_chat_with_tools",
                    "openinference.span.kind",
                    "LLM")))
        .isEqualTo(ActionKind.CHAIN);
  }

  @Test
  void aTaskThatCarriesAToolsNameIsItsCall() {
    assertThat(
            kind(
                Spans.span(
                    "lookup.task", "traceloop.span.kind", "task", "gen_ai.tool.name", "lookup")))
        .isEqualTo(ActionKind.TOOL);
  }

  @Test
  void aNodeOfLangGraphThatIsCalledAgentIsAStep() {
    assertThat(
            kind(
                Spans.span(
                    "agent",
                    "openinference.span.kind",
                    "AGENT",
                    "metadata",
                    "{\"langgraph_node\":\"agent\"}")))
        .isEqualTo(ActionKind.CHAIN);
  }

  private static ExecutionBoundary boundary(Span.Builder span) {
    return Spans.mapped(span).boundary();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gen_ai.operation.name   | invoke_agent   | gen_ai.agent.name                | Ada",
        "openinference.span.kind | AGENT          | graph.node.id                    | Ada",
        "ai.operationId          | ai.streamText  | ai.telemetry.functionId          | Ada",
        "traceloop.span.kind     | agent          | traceloop.entity.name            | Ada",
        "metaagent.action.kind   | agent          | metaagent.agent.name             | Ada",
        "openinference.span.kind | CHAIN          | langsmith.metadata.lc_agent_name | step"
      })
  void aNamedAgentAlwaysBeginsARun(String kind, String value, String name, String agent) {
    assertThat(boundary(Spans.span("step", kind, value, name, agent))).isEqualTo(new Starts(agent));
  }

  @Test
  void theNameMayFollowTheOperation() {
    assertThat(boundary(Spans.span("invoke_agent Ada", "gen_ai.operation.name", "invoke_agent")))
        .isEqualTo(new Starts("Ada"));
    assertThat(boundary(Spans.span("Ada", "langfuse.observation.type", "agent")))
        .isEqualTo(new Starts("Ada"));
  }

  @ParameterizedTest
  @CsvSource({
    "gen_ai.operation.name,create_agent",
    "gen_ai.operation.name,embeddings",
    "db.system,postgresql"
  })
  void setUpIndexingAndPlumbingBeginNothing(String name, String value) {
    assertThat(boundary(Spans.span("step", name, value))).isInstanceOf(Never.class);
  }

  @ParameterizedTest
  @CsvSource({"chat", "handoff"})
  void aLoneCallIsARunOnlyAtTheTop(String operation) {
    assertThat(boundary(Spans.span("step", "gen_ai.operation.name", operation)))
        .isEqualTo(new WhenTopmost(null, Yields.NEVER));
  }

  @ParameterizedTest
  @CsvSource({"execute_tool", "retrieval", "run_guardrail", "search_memory", "rerank"})
  void whatAnAgentUsesIsARunOnlyAroundAnAgentOrInTheNameOfOne(String operation) {
    assertThat(boundary(Spans.span("step", "gen_ai.operation.name", operation)))
        .isEqualTo(new AroundCalls(null));
    assertThat(
            boundary(
                Spans.span(
                    "step", "gen_ai.operation.name", operation, "gen_ai.agent.name", "desk")))
        .isEqualTo(new WhenTopmost("desk", Yields.NEVER));
  }

  @Test
  void aWebRequestBelongsToTheOnlyAgentBelowIt() {
    Span.Builder request = Spans.span("GET /ask", "http.request.method", "GET");
    assertThat(boundary(request.setKind(Span.SpanKind.SPAN_KIND_SERVER)))
        .isEqualTo(new WhenTopmost(null, Yields.TO_THE_ONLY));
    assertThat(boundary(request.setKind(Span.SpanKind.SPAN_KIND_CLIENT))).isInstanceOf(Never.class);
  }

  @ParameterizedTest
  @CsvSource({
    "Newsletter,Newsletter,NEVER",
    "Crew_0f8e7d6c-5b4a-4321-8765-0123456789ab.kickoff,Crew,TO_THE_ONLY",
    "LangGraph,,TO_THE_FIRST",
    "Agent Workflow,,TO_THE_FIRST"
  })
  void aWrapperIsARunAtTheTopUnderTheNameThatSomebodyChose(
      String span, @Nullable String agent, Yields yields) {
    assertThat(boundary(Spans.span(span, "openinference.span.kind", "CHAIN")))
        .isEqualTo(new WhenTopmost(agent, yields));
  }

  @Test
  void aSpanOfNoConventionIsTheApplicationsOwn() {
    assertThat(boundary(Spans.span("nightly import")))
        .isEqualTo(new WhenTopmost("nightly import", Yields.TO_THE_ONLY));
    assertThat(boundary(Spans.span("get").setKind(Span.SpanKind.SPAN_KIND_CLIENT)))
        .isInstanceOf(Never.class);
    assertThat(boundary(Spans.span("step", "metaagent.agent.name", "Ada")))
        .isEqualTo(new Starts("Ada"));
  }
}
