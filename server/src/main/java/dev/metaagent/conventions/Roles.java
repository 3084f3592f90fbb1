package dev.metaagent.conventions;

import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.SpanFacts;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The role of a span: what the table of kinds says, corrected where labels are known to be wrong.
 */
final class Roles {
  private Roles() {}

  static SpanRoles.Named of(SpanFacts facts, Span span, String scope) {
    SpanRoles.Named named = SpanRoles.of(facts);
    return switch (named.role()) {
      case UNNAMED -> unnamed(facts, span, scope);
      case LLM -> isPreparation(span.getName()) ? with(named, SpanRole.CHAIN) : named;
      case TOOL -> isHandoff(facts, span, scope) ? with(named, SpanRole.HANDOFF) : named;
      case AGENT -> agent(named, facts, span);
      case CHAIN -> chain(named, facts, span);
      case WORKFLOW,
          EMBEDDING,
          RETRIEVAL,
          AGENT_SETUP,
          GUARDRAIL,
          HANDOFF,
          MEMORY,
          AUXILIARY,
          PLUMBING ->
          named;
    };
  }

  /** A task of OpenLLMetry that carries a tool's name is its call; Haystack's agent is an agent. */
  private static SpanRoles.Named chain(SpanRoles.Named named, SpanFacts facts, Span span) {
    if (facts.has(Field.TRACELOOP_KIND)
        && facts.has(Field.TOOL_NAME)
        && !facts.has(Field.OPERATION)) {
      return with(named, SpanRole.TOOL);
    }
    boolean haystack = facts.has(Field.OPENINFERENCE_KIND) && span.getName().equals("Agent.run");
    return haystack ? with(named, SpanRole.AGENT) : named;
  }

  /** A LangGraph node that happens to be called "agent" is labelled an agent and is a step. */
  private static SpanRoles.Named agent(SpanRoles.Named named, SpanFacts facts, Span span) {
    if (named.convention().equals(SpanRoles.VOLTAGENT) && !isAgentOfVoltAgent(facts)) {
      return with(named, SpanRole.CHAIN);
    }
    if (ExecutionBoundaries.isNameless(facts, span)) {
      return with(named, SpanRole.CHAIN);
    }
    if ("task".equals(facts.text(Field.TRACELOOP_KIND)) && !facts.has(Field.AGENT_NAME)) {
      return with(named, SpanRole.CHAIN);
    }
    boolean langGraph = facts.has(Field.LANGGRAPH_NODE) || facts.has(Field.LANGGRAPH_AGENT);
    boolean step =
        langGraph
            && facts.has(Field.OPENINFERENCE_KIND)
            && !namesAnother(facts)
            && !ExecutionBoundaries.isLangGraphAgent(facts, span);
    return step ? with(named, SpanRole.CHAIN) : named;
  }

  /** VoltAgent repeats the entity on every span below it, and gives those a type. */
  private static boolean isAgentOfVoltAgent(SpanFacts facts) {
    return !facts.has(Field.VOLTAGENT_TYPE) || "agent".equals(facts.text(Field.VOLTAGENT_TYPE));
  }

  /** Whether it names an agent other than its own node. */
  private static boolean namesAnother(SpanFacts facts) {
    String agent = facts.text(Field.AGENT_NAME);
    return agent != null && !agent.equals(facts.text(Field.LANGGRAPH_NODE));
  }

  private static SpanRoles.Named unnamed(SpanFacts facts, Span span, String scope) {
    if (facts.has(Field.N8N_NODE_TYPE)) {
      return new SpanRoles.Named(ofN8n(facts.text(Field.N8N_NODE_TYPE)), "n8n");
    }
    if (isN8nWorkflow(facts, span)) {
      return new SpanRoles.Named(SpanRole.AGENT, "n8n");
    }
    SpanRole haystack = ofHaystack(facts, span.getName());
    if (haystack != null) {
      return new SpanRoles.Named(haystack, "haystack");
    }
    if (span.getName().startsWith("langchain4j.tools.")) {
      return new SpanRoles.Named(SpanRole.TOOL, "langchain4j");
    }
    if (span.getName().startsWith("langchain4j.aiservices.")) {
      return new SpanRoles.Named(SpanRole.WORKFLOW, "langchain4j");
    }
    if (facts.has(Field.HANDOFF_TO)) {
      return new SpanRoles.Named(SpanRole.HANDOFF, "by-attributes");
    }
    boolean model = facts.has(Field.REQUEST_MODEL) || facts.has(Field.RESPONSE_MODEL);
    if (model && (facts.has(Field.INPUT_TOKENS) || facts.has(Field.RESPONSE_ID))) {
      return new SpanRoles.Named(SpanRole.LLM, "by-attributes");
    }
    if (facts.has(Field.TOOL_NAME)) {
      return new SpanRoles.Named(
          isHandoff(facts, span, scope) ? SpanRole.HANDOFF : SpanRole.TOOL, "by-attributes");
    }
    if (facts.has(Field.PLUMBING)) {
      return new SpanRoles.Named(SpanRole.PLUMBING, "none");
    }
    return byName(span.getName());
  }

  /**
   * The operation at the head of OpenTelemetry's span names ({@code invoke_agent concierge}): some
   * set their attributes only when nothing failed.
   */
  private static SpanRoles.Named byName(String spanName) {
    int space = spanName.indexOf(' ');
    return switch (space < 0 ? "" : spanName.substring(0, space)) {
      case "invoke_agent" -> new SpanRoles.Named(SpanRole.AGENT, SpanRoles.BY_NAME);
      case "create_agent" -> new SpanRoles.Named(SpanRole.AGENT_SETUP, SpanRoles.BY_NAME);
      case "invoke_workflow" -> new SpanRoles.Named(SpanRole.WORKFLOW, SpanRoles.BY_NAME);
      case "execute_tool" -> new SpanRoles.Named(SpanRole.TOOL, SpanRoles.BY_NAME);
      default -> SpanRoles.NONE;
    };
  }

  private static @Nullable SpanRole ofHaystack(SpanFacts facts, String spanName) {
    String type = facts.text(Field.HAYSTACK_TYPE);
    if (type == null) {
      return switch (spanName) {
        case "haystack.agent.run" -> SpanRole.AGENT;
        case "haystack.agent.step.llm" -> SpanRole.LLM;
        case "haystack.agent.step.tool" -> SpanRole.TOOL;
        case "haystack.pipeline.run", "haystack.async_pipeline.run", "haystack.agent.step" ->
            SpanRole.CHAIN;
        default -> null;
      };
    }
    if (type.endsWith("Generator")) {
      return SpanRole.LLM;
    }
    if (type.endsWith("Retriever")) {
      return SpanRole.RETRIEVAL;
    }
    if (type.endsWith("Embedder")) {
      return SpanRole.EMBEDDING;
    }
    return type.endsWith("Ranker") ? SpanRole.AUXILIARY : SpanRole.CHAIN;
  }

  static boolean isN8nWorkflow(SpanFacts facts, Span span) {
    return span.getName().equals("workflow.execute") && facts.has(Field.WORKFLOW_NAME);
  }

  private static SpanRole ofN8n(@Nullable String type) {
    String node = type == null ? "" : type.substring(type.lastIndexOf('.') + 1);
    if (node.startsWith("lm")) {
      return SpanRole.LLM;
    }
    if (node.startsWith("embeddings")) {
      return SpanRole.EMBEDDING;
    }
    if (node.startsWith("vectorStore") || node.startsWith("retriever")) {
      return SpanRole.RETRIEVAL;
    }
    if (node.startsWith("memory")) {
      return SpanRole.MEMORY;
    }
    boolean tool = node.startsWith("tool") || node.endsWith("Tool");
    return tool ? SpanRole.TOOL : SpanRole.CHAIN;
  }

  /** LlamaIndex labels the preparation of a call as a call. */
  private static boolean isPreparation(String spanName) {
    return spanName.contains("._prepare");
  }

  private static boolean isHandoff(SpanFacts facts, Span span, String scope) {
    if (facts.has(Field.HANDOFF_TO)) {
      return true;
    }
    String tool = facts.text(Field.TOOL_NAME);
    String name = (tool == null ? span.getName() : tool).toLowerCase(Locale.ROOT);
    if (name.startsWith("handoff") || name.equals("transfer_to_agent")) {
      return true;
    }
    // the tools that LangGraph's and AutoGen's swarms and supervisors make for each agent
    boolean transfer = name.startsWith("transfer_to_") || name.startsWith("transfer_back_to_");
    boolean langGraph = facts.has(Field.LANGGRAPH_NODE) || facts.has(Field.LANGGRAPH_AGENT);
    return transfer && (langGraph || scope.contains("autogen")) && !name.contains("human");
  }

  private static SpanRoles.Named with(SpanRoles.Named named, SpanRole role) {
    return new SpanRoles.Named(role, named.convention());
  }
}
