package dev.metaagent.conventions;

import static dev.metaagent.conventions.SpanRole.*;

import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.SpanFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table of kinds: for each attribute that names a kind, the values and the role they mean. The
 * first attribute with a known value decides.
 */
final class SpanRoles {

  /** One attribute that names kinds. */
  private record Vocabulary(
      String convention, Field field, Map<String, SpanRole> meanings, Map<String, SpanRole> hints) {

    Vocabulary means(SpanRole role, String... values) {
      for (String value : values) {
        meanings.put(value, role);
      }
      return this;
    }

    Vocabulary hints(SpanRole role, String... values) {
      for (String value : values) {
        hints.put(value, role);
      }
      return this;
    }
  }

  /** A role and the convention that named it. */
  record Named(SpanRole role, String convention) {}

  static final String VOLTAGENT = "voltagent";
  static final String BY_ATTRIBUTES = "by-attributes";
  static final String BY_NAME = "by-name";
  static final Named NONE = new Named(UNNAMED, "none");
  private static final List<Vocabulary> VOCABULARIES = new ArrayList<>();

  private SpanRoles() {}

  static {
    vocabulary("metaagent", Field.METAAGENT_KIND)
        .means(LLM, "llm")
        .means(TOOL, "tool")
        .means(RETRIEVAL, "retrieval")
        .means(EMBEDDING, "embedding")
        .means(AGENT, "agent")
        .means(CHAIN, "chain")
        .means(GUARDRAIL, "guardrail")
        .means(HANDOFF, "handoff")
        .means(MEMORY, "memory")
        .means(AUXILIARY, "other");
    // LangSmith derives a wrong gen_ai.operation.name for retrievers and prompts
    vocabulary("langsmith", Field.LANGSMITH_KIND)
        .means(LLM, "llm")
        .means(TOOL, "tool")
        .means(RETRIEVAL, "retriever")
        .means(EMBEDDING, "embedding")
        .means(CHAIN, "chain")
        .means(AUXILIARY, "prompt", "parser");
    vocabulary("spring-ai", Field.SPRING_KIND)
        .means(CHAIN, "chat_client", "advisor")
        .means(TOOL, "tool_call");
    vocabulary("vercel", Field.VERCEL_OPERATION)
        .means(AGENT, "ai.generatetext", "ai.streamtext", "ai.generateobject", "ai.streamobject")
        .means(LLM, "ai.generatetext.dogenerate", "ai.streamtext.dostream")
        .means(LLM, "ai.generateobject.dogenerate", "ai.streamobject.dostream")
        .means(EMBEDDING, "ai.embed.doembed", "ai.embedmany.doembed")
        .means(CHAIN, "ai.embed", "ai.embedmany")
        .means(TOOL, "ai.toolcall")
        .means(AUXILIARY, "ai.rerank", "ai.rerank.dorerank");
    vocabulary("mastra", Field.MASTRA_TYPE)
        .means(AGENT, "agent_run")
        .means(LLM, "model_generation", "llm_generation")
        .means(TOOL, "tool_call", "mcp_tool_call")
        .means(WORKFLOW, "workflow_run")
        .means(CHAIN, "model_step", "model_chunk", "llm_step", "llm_chunk", "workflow_step")
        .means(AUXILIARY, "processor_run");
    vocabulary("otel-genai", Field.OPERATION)
        .means(
            LLM,
            "chat",
            "generate_content",
            "text_completion",
            "completion",
            "chat.completions",
            "text.completions",
            "chat_completion",
            "message",
            "messages",
            "responses",
            "response",
            "generate",
            "generate_text",
            "stream_text",
            "fetch_response")
        .means(EMBEDDING, "embeddings", "embedding", "embed", "embed_content")
        .means(RETRIEVAL, "retrieval", "retrieve", "vector_db_retrieve", "search")
        .means(TOOL, "execute_tool", "tool", "call_tool", "execute_function", "running_tool")
        .means(AGENT, "invoke_agent", "agent_run", "run_agent", "agent")
        .means(AGENT_SETUP, "create_agent")
        .means(WORKFLOW, "invoke_workflow", "workflow", "crew_kickoff")
        .means(CHAIN, "execute_task", "execute_event_loop_cycle", "agent_step", "framework", "plan")
        .means(CHAIN, "step", "task", "turn", "agent_turn", "invoke_swarm", "invoke_graph")
        .means(GUARDRAIL, "run_guardrail", "guardrail", "apply_guardrail")
        .means(HANDOFF, "handoff", "transfer", "transfer_to_agent")
        .means(MEMORY, "create_memory", "update_memory", "upsert_memory", "delete_memory")
        .means(MEMORY, "search_memory", "create_memory_store", "delete_memory_store")
        .means(AUXILIARY, "rerank", "evaluate", "moderation");
    vocabulary("logfire", Field.LOGFIRE_TEMPLATE)
        .means(AGENT, "agent run: {name!r}")
        .means(TOOL, "function: {name}")
        .means(HANDOFF, "handoff: {from_agent} → {to_agent}")
        .means(LLM, "responses api with {gen_ai.request.model!r}")
        .means(LLM, "chat completion with {gen_ai.request.model!r}")
        .means(LLM, "chat completion with {request_data[model]!r}")
        .means(LLM, "message with {request_data[model]!r}")
        .means(LLM, "responses api with {request_data[model]!r}")
        .means(EMBEDDING, "embedding creation with {request_data[model]!r}")
        .means(GUARDRAIL, "guardrail {name!r} {triggered=}")
        .means(WORKFLOW, "openai agents trace: {name}");
    vocabulary("openinference", Field.OPENINFERENCE_KIND)
        .means(LLM, "llm")
        .means(EMBEDDING, "embedding")
        .means(CHAIN, "chain")
        .means(RETRIEVAL, "retriever")
        .means(TOOL, "tool")
        .means(AGENT, "agent")
        .means(GUARDRAIL, "guardrail")
        .means(AUXILIARY, "reranker", "evaluator", "prompt");
    vocabulary("langfuse", Field.LANGFUSE_TYPE)
        .means(LLM, "generation")
        .means(EMBEDDING, "embedding")
        .means(CHAIN, "chain")
        .means(RETRIEVAL, "retriever")
        .means(TOOL, "tool")
        .means(AGENT, "agent")
        .means(GUARDRAIL, "guardrail")
        .means(AUXILIARY, "evaluator")
        .hints(CHAIN, "span")
        .hints(AUXILIARY, "event");
    vocabulary("traceloop", Field.TRACELOOP_KIND)
        .means(WORKFLOW, "workflow")
        .means(AGENT, "agent")
        .means(TOOL, "tool")
        .means(HANDOFF, "handoff")
        .means(GUARDRAIL, "guardrail")
        .hints(CHAIN, "task");
    vocabulary("agentops", Field.AGENTOPS_KIND)
        .means(LLM, "llm")
        .means(TOOL, "tool")
        .means(AGENT, "agent")
        .means(WORKFLOW, "workflow")
        .means(GUARDRAIL, "guardrail")
        .hints(CHAIN, "session", "task", "operation", "chain", "text");
    vocabulary("mlflow", Field.MLFLOW_TYPE)
        .means(LLM, "llm", "chat_model")
        .means(EMBEDDING, "embedding")
        .means(CHAIN, "chain", "workflow", "task")
        .means(RETRIEVAL, "retriever")
        .means(TOOL, "tool")
        .means(AGENT, "agent")
        .means(MEMORY, "memory")
        .means(GUARDRAIL, "guardrail")
        .means(AUXILIARY, "reranker", "evaluator", "parser");
    vocabulary("laminar", Field.LAMINAR_TYPE)
        .means(LLM, "llm")
        .means(TOOL, "tool")
        .means(AUXILIARY, "evaluator", "human_evaluator", "evaluation")
        .hints(CHAIN, "default", "executor", "pipeline");
    vocabulary("genkit", Field.GENKIT_TYPE)
        .means(LLM, "model")
        .means(TOOL, "tool", "tool.v2")
        .means(EMBEDDING, "embedder")
        .means(RETRIEVAL, "retriever")
        .means(WORKFLOW, "flow")
        .means(AGENT, "agent")
        .means(AUXILIARY, "reranker", "evaluator", "prompt", "indexer")
        .hints(CHAIN, "flowstep", "action", "util", "executable-prompt");
    vocabulary(VOLTAGENT, Field.VOLTAGENT_TYPE)
        .means(LLM, "llm")
        .means(TOOL, "tool")
        .means(MEMORY, "memory")
        .means(EMBEDDING, "embedding")
        .means(RETRIEVAL, "retriever", "vector")
        .means(AGENT, "agent")
        .means(GUARDRAIL, "guardrail", "middleware")
        .means(CHAIN, "summary", "workflow-step")
        .means(AUXILIARY, "scorer");
    vocabulary(VOLTAGENT, Field.VOLTAGENT_ENTITY).means(AGENT, "agent").means(WORKFLOW, "workflow");
    vocabulary("openllmetry", Field.REQUEST_TYPE)
        .means(LLM, "chat", "completion")
        .means(EMBEDDING, "embedding")
        .means(AUXILIARY, "rerank");
    vocabulary("mcp", Field.MCP_METHOD).means(TOOL, "tools/call");
    vocabulary("vector-store", Field.VECTOR_OPERATION)
        .means(RETRIEVAL, "vector_query", "similarity_search");
  }

  /**
   * The role of a span with these attributes. A hint (a bare span, a task) yields to any later
   * vocabulary that knows better.
   */
  static Named of(SpanFacts facts) {
    Named hint = NONE;
    for (Vocabulary vocabulary : VOCABULARIES) {
      String value = facts.text(vocabulary.field);
      if (value != null) {
        String key = value.toLowerCase(Locale.ROOT);
        SpanRole role = vocabulary.meanings.get(key);
        if (role != null) {
          return new Named(role, vocabulary.convention);
        }
        SpanRole hinted = vocabulary.hints.get(key);
        if (hint.role == UNNAMED && hinted != null) {
          hint = new Named(hinted, vocabulary.convention);
        }
      }
    }
    if (hint.role == UNNAMED && facts.has(Field.OPERATION)) {
      return new Named(CHAIN, "otel-genai");
    }
    return hint;
  }

  private static Vocabulary vocabulary(String convention, Field field) {
    Vocabulary vocabulary = new Vocabulary(convention, field, new HashMap<>(), new HashMap<>());
    VOCABULARIES.add(vocabulary);
    return vocabulary;
  }
}
