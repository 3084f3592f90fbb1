package dev.metaagent.conventions.attributes;

import static dev.metaagent.conventions.attributes.Field.*;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of attribute names. Each row is a canonical field and the names that fill it, the most
 * trusted first: MetaAgent's own, the newest {@code gen_ai}, a vendor's, a deprecated one.
 */
final class AttributeNames {

  /** A field, and how far down its row the name stands (0 = most trusted). */
  record Entry(Field field, int rank) {}

  private static final Map<String, Entry> ENTRIES = new HashMap<>(512);

  private AttributeNames() {}

  static @Nullable Entry entry(String name) {
    return ENTRIES.get(name);
  }

  static {
    row(METAAGENT_KIND, "metaagent.action.kind");
    row(OPERATION, "gen_ai.operation.name");
    row(OPENINFERENCE_KIND, "openinference.span.kind");
    row(TRACELOOP_KIND, "traceloop.span.kind");
    row(LANGFUSE_TYPE, "langfuse.observation.type");
    row(LANGSMITH_KIND, "langsmith.span.kind");
    row(VERCEL_OPERATION, "ai.operationId");
    row(SPRING_KIND, "spring.ai.kind");
    row(REQUEST_TYPE, "llm.request.type");
    row(N8N_NODE_TYPE, "n8n.node.type");
    row(MCP_METHOD, "mcp.method.name");
    row(GENKIT_NAME, "genkit:name");
    row(HANDOFF_TO, "gen_ai.handoff.to_agent", "gen_ai.handoff.to_agent.name");
    row(MLFLOW_TYPE, "mlflow.spanType");
    row(LAMINAR_TYPE, "lmnr.span.type");
    row(AGENTOPS_KIND, "agentops.span.kind");
    row(HAYSTACK_TYPE, "haystack.component.type");
    row(GENKIT_TYPE, "genkit:metadata:subtype", "genkit:type");
    row(MASTRA_TYPE, "mastra.span.type");
    row(VOLTAGENT_TYPE, "span.type");
    row(VOLTAGENT_ENTITY, "entity.type");
    row(VOLTAGENT_NAME, "subagent.name", "entity.name");
    row(VOLTAGENT_OPERATION, "llm.operation");
    row(AGENT_ID, "gen_ai.agent.id", "agent.id");
    row(LOGFIRE_TEMPLATE, "logfire.msg_template");
    row(LOGFIRE_NAME, "name");
    row(MESSAGE_TO, "recipient_agent_class");
    row(VECTOR_OPERATION, "db.operation.name", "db.operation");
    row(
        PLUMBING,
        "http.request.method",
        "http.method",
        "url.full",
        "db.system.name",
        "db.system",
        "rpc.system",
        "rpc.system.name",
        "messaging.system",
        "messaging.operation",
        "http.route",
        "http.url");
    row(GRAPH_DESCRIPTION, "gen_ai.workflow.nodes");
    row(ENTITY_NAME, "traceloop.entity.name", "gen_ai.task.name", "agentops.entity.name");
    row(
        LANGGRAPH_AGENT,
        "langfuse.observation.metadata.lc_agent_name",
        "langsmith.metadata.lc_agent_name",
        "traceloop.association.properties.lc_agent_name");
    row(
        LANGGRAPH_NODE,
        "langfuse.observation.metadata.langgraph_node",
        "langsmith.metadata.langgraph_node",
        "traceloop.association.properties.langgraph_node");
    row(
        AGENT_NAME,
        "metaagent.agent.name",
        "gen_ai.agent.name",
        "agent.name",
        "agent_name",
        "agno.agent.name",
        "crewai.agent.role",
        "agent.role",
        "metadata.agent_name",
        "litellm.agent_name");
    row(
        AGENT_VERSION,
        "metaagent.agent.version",
        "gen_ai.agent.version",
        "traceloop.entity.version",
        "langfuse.version",
        "langfuse.release");
    row(
        WORKFLOW_NAME,
        "gen_ai.workflow.name",
        "traceloop.workflow.name",
        "n8n.workflow.name",
        "workflow.name",
        "crewai.crew.name");
    row(GRAPH_NODE, "graph.node.name", "graph.node.id");
    row(FRAMEWORK, "metaagent.framework");
    row(FUNCTION_NAME, "ai.telemetry.functionId");
    RunNames.rows(AttributeNames::row);
    row(ARM, "metaagent.arm");
    row(ASSIGNMENT_PROBABILITY, "metaagent.assignment.probability");
    row(TASK_CLASS, "metaagent.task.class");
    row(LEARNINGS, "metaagent.learnings");
    row(SUCCESS, "metaagent.success");
    row(RUN_NAME, "metaagent.run.name", "langfuse.trace.name", "langsmith.trace.name");
    row(VCS_REPOSITORY, "vcs.repository.url.full");
    row(VCS_REF, "vcs.ref.head.name", "vcs.repository.ref.name");
    row(VCS_COMMIT, "vcs.ref.head.revision", "vcs.repository.ref.revision");
    row(CODE_FILE, "code.file.path", "code.filepath");
    row(CODE_LINE, "code.line.number", "code.lineno");
    row(CODE_FUNCTION, "code.function.name", "code.function");
    row(CODE_NAMESPACE, "code.namespace");
    row(METADATA, "metadata", "langfuse.trace.metadata", "langfuse.observation.metadata");
    row(TAGS, "tag.tags", "langfuse.trace.tags", "langsmith.span.tags", "logfire.tags");
    row(
        REQUEST_MODEL,
        "gen_ai.request.model",
        "llm.request.model_name",
        "ai.model.id",
        "llm.model_name",
        "embedding.model_name",
        "reranker.model_name",
        "llm.request.model",
        "langfuse.observation.metadata.ls_model_name",
        "traceloop.association.properties.ls_model_name",
        "langsmith.metadata.ls_model_name",
        "mlflow.llm.model",
        "model_name",
        "llm.model",
        "ai.model.name");
    row(
        RESPONSE_MODEL,
        "gen_ai.response.model",
        "llm.response.model_name",
        "langfuse.observation.model.name",
        "ai.response.model",
        "llm.response.model");
    row(
        PROVIDER,
        "gen_ai.provider.name",
        "llm.provider",
        "langfuse.observation.metadata.ls_provider",
        "langsmith.metadata.ls_provider",
        "traceloop.association.properties.ls_provider",
        "gen_ai.system",
        "llm.system",
        "ai.model.provider",
        "llm.vendor",
        "mlflow.llm.provider",
        "embedding.provider",
        "mlflow.message.format");
    row(RESPONSE_ID, "gen_ai.response.id", "ai.response.id", "llm.response.id");
    row(
        INPUT_TOKENS,
        "gen_ai.usage.input_tokens",
        "llm.token_count.prompt",
        "ai.usage.inputTokens",
        "ai.usage.promptTokens",
        "gen_ai.usage.prompt_tokens",
        "llm.usage.prompt_tokens",
        "ai.usage.tokens",
        "gen_ai.response.prompt_tokens",
        "input_tokens",
        "embedding.token_count.prompt",
        "usage.prompt_tokens");
    row(
        OUTPUT_TOKENS,
        "gen_ai.usage.output_tokens",
        "llm.token_count.completion",
        "ai.usage.outputTokens",
        "ai.usage.completionTokens",
        "gen_ai.usage.completion_tokens",
        "llm.usage.completion_tokens",
        "gen_ai.response.completion_tokens",
        "output_tokens",
        "usage.completion_tokens");
    row(
        TOTAL_TOKENS,
        "gen_ai.usage.total_tokens",
        "llm.token_count.total",
        "ai.usage.totalTokens",
        "llm.usage.total_tokens",
        "usage.total_tokens");
    row(
        CACHE_READ,
        "gen_ai.usage.cache_read.input_tokens",
        "llm.token_count.prompt_details.cache_read",
        "ai.usage.inputTokenDetails.cacheReadTokens",
        "ai.usage.cachedInputTokens",
        "gen_ai.usage.cache_read_input_tokens",
        "gen_ai.usage.cached_input_tokens",
        "gen_ai.usage.input_tokens.cached",
        "gen_ai.usage.details.cache_read_tokens",
        "gen_ai.usage.details.cache_read_input_tokens",
        "metadata.usage.cached_prompt_tokens",
        "llm.usage.cache_read_input_tokens",
        "llm.usage.cached_tokens",
        "usage.cached_tokens");
    row(
        CACHE_WRITE,
        "gen_ai.usage.cache_write.input_tokens",
        "gen_ai.usage.cache_creation.input_tokens",
        "llm.token_count.prompt_details.cache_write",
        "ai.usage.inputTokenDetails.cacheWriteTokens",
        "gen_ai.usage.cache_creation_input_tokens",
        "gen_ai.usage.cache_write_input_tokens",
        "gen_ai.usage.input_tokens.cache_write",
        "gen_ai.usage.details.cache_write_tokens",
        "gen_ai.usage.details.cache_creation_input_tokens",
        "llm.usage.cache_creation_input_tokens");
    row(
        REASONING,
        "gen_ai.usage.reasoning.output_tokens",
        "llm.token_count.completion_details.reasoning",
        "ai.usage.outputTokenDetails.reasoningTokens",
        "ai.usage.reasoningTokens",
        "gen_ai.usage.reasoning_tokens",
        "gen_ai.usage.output_tokens.reasoning",
        "gen_ai.usage.reasoning_output_tokens",
        "gen_ai.usage.details.reasoning_tokens",
        "gen_ai.usage.completion_tokens_details.reasoning_tokens",
        "llm.usage.reasoning_tokens",
        "usage.reasoning_tokens");
    row(
        USAGE_DETAILS,
        "langfuse.observation.usage_details",
        "langsmith.usage_metadata",
        "langsmith.metadata.usage_metadata",
        "mlflow.chat.tokenUsage",
        "metadata.usage_object",
        "langfuse.observation.usage",
        "gen_ai.usage.raw",
        "gen_ai.usage");
    row(PROVIDER_METADATA, "ai.response.providerMetadata");
    row(
        COST,
        "metaagent.cost.usd",
        "gen_ai.usage.cost",
        "llm.cost.total",
        "operation.cost",
        "gen_ai.usage.total_cost",
        "gen_ai.cost.total_cost",
        "llm.usage.cost",
        "usage.cost");
    row(COST_DETAILS, "langfuse.observation.cost_details");
    row(
        FIRST_TOKEN_SECONDS,
        "gen_ai.response.time_to_first_chunk",
        "gen_ai.client.operation.time_to_first_chunk",
        "gen_ai.server.time_to_first_chunk",
        "gen_ai.response.time_to_first_token");
    row(
        FIRST_TOKEN_MILLIS,
        "ai.response.msToFirstChunk",
        "llm.response.time_to_first_token_ms",
        "gen_ai.response.time_to_first_token_ms",
        "gen_ai.server.time_to_first_token_ms",
        "time_to_first_token_ms");
    row(FIRST_TOKEN_OF_SERVER, "gen_ai.server.time_to_first_token");
    row(
        FIRST_TOKEN_NANOS,
        "gen_ai.response.time_to_first_token_ns",
        "gen_ai.server.time_to_first_token_ns",
        "time_to_first_token_ns");
    row(
        FIRST_TOKEN_AT,
        "langfuse.observation.completion_start_time",
        "mastra.completion_start_time");
    row(
        STREAM,
        "gen_ai.request.stream",
        "gen_ai.is_streaming",
        "llm.is_streaming",
        "spring.ai.chat.client.stream",
        "llm.request.streaming",
        "gen_ai.request.is_stream");
    row(
        FINISH_REASON,
        "gen_ai.response.finish_reasons",
        "llm.finish_reason",
        "ai.response.finishReason",
        "ai.response.finish_reason");
    row(SPRING_OFFERED_TOOLS, "spring.ai.model.request.tool.names");
    row(
        TOOL_NAME,
        "gen_ai.tool.name",
        "tool.name",
        "ai.toolCall.name",
        "spring.ai.tool.definition.name",
        "mcp.tool.name",
        "haystack.tool.name",
        "n8n.node.name",
        "tool_name");
    row(
        TOOL_CALL_ID,
        "gen_ai.tool.call.id",
        "tool_call.id",
        "tool.id",
        "ai.toolCall.id",
        "spring.ai.tool.call.id",
        "langfuse.observation.metadata.tool_call_id",
        "tool.call.id");
    row(ERROR_TYPE, "error.type", "exception.type", "n8n.execution.error_type");
    row(
        ERROR_MESSAGE,
        "langfuse.observation.status_message",
        "error.message",
        "exception.message",
        "otel.status_description",
        "error");
    row(LEVEL, "langfuse.observation.level");
    row(STATUS, "otel.status_code", "status.code", "status_code");
    row(
        OUTCOME,
        "metaagent.status",
        "gen_ai.tool.status",
        "gen_ai.task.status",
        "n8n.execution.status",
        "haystack.tool.error",
        "genkit:state");
    row(SERVICE_NAME, "service.name");
    row(SERVICE_VERSION, "service.version");
    BodyNames.rows();
  }

  static void row(Field field, String... names) {
    for (int rank = 0; rank < names.length; rank++) {
      if (ENTRIES.put(names[rank], new Entry(field, rank)) != null) {
        throw new IllegalStateException("The name " + names[rank] + " is in two rows");
      }
    }
  }
}
