package dev.metaagent.conventions;

import dev.metaagent.conventions.ExecutionBoundary.AroundCalls;
import dev.metaagent.conventions.ExecutionBoundary.Never;
import dev.metaagent.conventions.ExecutionBoundary.Starts;
import dev.metaagent.conventions.ExecutionBoundary.WhenTopmost;
import dev.metaagent.conventions.ExecutionBoundary.Yields;
import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.KnownNames;
import dev.metaagent.conventions.attributes.SpanFacts;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides whether a span begins a run, and of which agent. */
final class ExecutionBoundaries {
  private static final WhenTopmost NAMELESS = new WhenTopmost(null, Yields.TO_THE_FIRST);
  private static final WhenTopmost REQUEST = new WhenTopmost(null, Yields.TO_THE_ONLY);

  private ExecutionBoundaries() {}

  static ExecutionBoundary of(SpanRole role, SpanFacts facts, Span span) {
    return switch (role) {
      case AGENT_SETUP -> new Never("prepares an agent");
      case EMBEDDING -> new Never("an embedding alone is indexing");
      case PLUMBING -> plumbing(facts, span);
      case AGENT -> agent(facts, span);
      case WORKFLOW -> workflow(facts, span);
      case CHAIN -> chain(facts, span);
      case UNNAMED -> unnamed(facts, span);
      case LLM, HANDOFF -> new WhenTopmost(facts.text(Field.AGENT_NAME), Yields.NEVER);
      case TOOL, RETRIEVAL, GUARDRAIL, MEMORY, AUXILIARY -> alone(facts);
    };
  }

  /** What an agent uses is a run of one only if it names the agent. */
  private static ExecutionBoundary alone(SpanFacts facts) {
    String agent = facts.text(Field.AGENT_NAME);
    return agent == null ? new AroundCalls(null) : new WhenTopmost(agent, Yields.NEVER);
  }

  /**
   * Whether a span says that it invokes an agent and names none: a step of the framework. The name
   * after the operation is the agent's only where the rest of the span is silent.
   */
  static boolean isNameless(SpanFacts facts, Span span) {
    String operation = facts.text(Field.OPERATION);
    return "invoke_agent".equalsIgnoreCase(operation)
        && !span.getParentSpanId().isEmpty()
        && !facts.has(Field.AGENT_ID)
        && ownName(facts, span) == null
        && agentName(facts, span) != null;
  }

  /** Whether this span is the run of a LangGraph or LangChain agent, which it names in metadata. */
  static boolean isLangGraphAgent(SpanFacts facts, Span span) {
    String agent = facts.text(Field.LANGGRAPH_AGENT);
    return agent != null
        && (agent.equals(span.getName()) || agent.equals(facts.text(Field.ENTITY_NAME)));
  }

  private static ExecutionBoundary plumbing(SpanFacts facts, Span span) {
    String agent = facts.text(Field.AGENT_NAME);
    if (agent != null) {
      return new WhenTopmost(agent, Yields.TO_THE_ONLY);
    }
    return switch (span.getKind()) {
      case SPAN_KIND_SERVER -> REQUEST;
      case SPAN_KIND_CONSUMER -> new WhenTopmost(facts.text(Field.MESSAGE_TO), Yields.TO_THE_ONLY);
      default -> new Never("plain HTTP, RPC or database work");
    };
  }

  private static ExecutionBoundary agent(SpanFacts facts, Span span) {
    String name = agentName(facts, span);
    if (isLangGraphAgent(facts, span)) {
      return new Starts(Objects.requireNonNull(facts.text(Field.LANGGRAPH_AGENT)));
    }
    if (facts.has(Field.GRAPH_DESCRIPTION) && !facts.has(Field.TRACELOOP_KIND)) {
      // OpenLLMetry announces a graph in an empty span; the span with the work is its own
      return new WhenTopmost(name, Yields.NEVER);
    }
    if (name != null) {
      return new Starts(name);
    }
    if (facts.has(Field.LANGGRAPH_NODE) || facts.has(Field.LANGGRAPH_AGENT)) {
      return chain(facts, span);
    }
    if (facts.has(Field.OPENINFERENCE_KIND) && !span.getName().isBlank()) {
      String own = KnownNames.chosen(span.getName());
      if (own == null) {
        return NAMELESS;
      }
      // the outermost agent may carry the name of the application, unless it is a method of its own
      boolean application =
          span.getParentSpanId().isEmpty() && KnownNames.runner(span.getName()) == null;
      return application ? new WhenTopmost(own, Yields.TO_THE_ONLY) : new Starts(own);
    }
    String workflow = KnownNames.chosen(facts.text(Field.WORKFLOW_NAME));
    return workflow == null ? NAMELESS : new WhenTopmost(workflow, Yields.TO_THE_ONLY);
  }

  /** The name of the agent that this span runs, as far as it says; null if it does not. */
  static @Nullable String agentName(SpanFacts facts, Span span) {
    String own = ownName(facts, span);
    if (own != null || !facts.has(Field.OPERATION)) {
      return own;
    }
    String operation = facts.text(Field.OPERATION);
    String rest = operation == null ? null : KnownNames.afterOperation(span.getName(), operation);
    return rest == null || rest.equals(facts.text(Field.REQUEST_MODEL)) ? null : rest;
  }

  /** The name that stands in the span for itself, and not only as the rest of the span's name. */
  private static @Nullable String ownName(SpanFacts facts, Span span) {
    String given = facts.text(Field.AGENT_NAME);
    if (given != null) {
      return given;
    }
    if (Roles.isN8nWorkflow(facts, span)) {
      return facts.text(Field.WORKFLOW_NAME);
    }
    if (facts.has(Field.OPENINFERENCE_KIND) && facts.has(Field.GRAPH_NODE)) {
      return facts.text(Field.GRAPH_NODE);
    }
    if (facts.has(Field.VERCEL_OPERATION)) {
      return facts.text(Field.FUNCTION_NAME);
    }
    if (isNamedByEntity(facts)) {
      String entity = facts.text(Field.ENTITY_NAME);
      return KnownNames.chosen(entity == null ? span.getName() : entity);
    }
    if (facts.has(Field.LOGFIRE_TEMPLATE) && facts.has(Field.LOGFIRE_NAME)) {
      return facts.text(Field.LOGFIRE_NAME);
    }
    if (facts.has(Field.MASTRA_TYPE)) {
      return facts.text(Field.AGENT_ID);
    }
    if ("agent".equals(facts.text(Field.VOLTAGENT_ENTITY))) {
      return facts.text(Field.VOLTAGENT_NAME);
    }
    if (!facts.has(Field.OPERATION) && span.getName().startsWith("invoke_agent ")) {
      return KnownNames.afterOperation(span.getName(), "invoke_agent");
    }
    if (facts.has(Field.OPERATION)) {
      return null;
    }
    if (facts.has(Field.LANGFUSE_TYPE)
        || facts.has(Field.GENKIT_TYPE)
        || facts.has(Field.MLFLOW_TYPE)
        || facts.has(Field.METAAGENT_KIND)) {
      return KnownNames.chosen(span.getName());
    }
    return null;
  }

  /** A task's entity is its description; only an agent's is a name. */
  private static boolean isNamedByEntity(SpanFacts facts) {
    return "agent".equals(facts.text(Field.TRACELOOP_KIND))
        || "agent".equals(facts.text(Field.AGENTOPS_KIND));
  }

  private static ExecutionBoundary workflow(SpanFacts facts, Span span) {
    String given = workflowName(facts, span);
    String entity = given == null ? KnownNames.chosen(facts.text(Field.ENTITY_NAME)) : given;
    if (facts.has(Field.LOGFIRE_TEMPLATE)) {
      String named = KnownNames.chosen(facts.text(Field.LOGFIRE_NAME));
      return named == null ? NAMELESS : new WhenTopmost(named, Yields.TO_THE_ONLY);
    }
    if (isLangGraphAgent(facts, span)) {
      return new Starts(Objects.requireNonNull(facts.text(Field.LANGGRAPH_AGENT)));
    }
    if (entity == null) {
      return chosen(span.getName());
    }
    return KnownNames.isDefaultWorkflow(entity) ? NAMELESS : new WhenTopmost(entity, Yields.NEVER);
  }

  private static @Nullable String workflowName(SpanFacts facts, Span span) {
    String given = facts.text(Field.WORKFLOW_NAME);
    if (given == null && "workflow".equals(facts.text(Field.VOLTAGENT_ENTITY))) {
      given = facts.text(Field.VOLTAGENT_NAME);
    }
    return given == null ? KnownNames.afterOperation(span.getName(), "invoke_workflow") : given;
  }

  private static ExecutionBoundary chain(SpanFacts facts, Span span) {
    if (isLangGraphAgent(facts, span)) {
      return new Starts(Objects.requireNonNull(facts.text(Field.LANGGRAPH_AGENT)));
    }
    String workflow = facts.text(Field.WORKFLOW_NAME);
    if (workflow != null && !KnownNames.isGeneric(workflow)) {
      return new WhenTopmost(workflow, Yields.NEVER);
    }
    if (facts.has(Field.SPRING_KIND)) {
      return NAMELESS;
    }
    return chosen(span.getName());
  }

  private static ExecutionBoundary unnamed(SpanFacts facts, Span span) {
    String declared = facts.text(Field.AGENT_NAME);
    if (declared != null && facts.has(Field.WORKFLOW_NAME)) {
      return new WhenTopmost(declared, Yields.NEVER);
    }
    if (declared != null) {
      return new Starts(declared);
    }
    String workflow = KnownNames.chosen(facts.text(Field.WORKFLOW_NAME));
    if (workflow != null) {
      return new WhenTopmost(workflow, Yields.NEVER);
    }
    return switch (span.getKind()) {
      case SPAN_KIND_SERVER, SPAN_KIND_CONSUMER -> REQUEST;
      case SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER -> new Never("a call out of no convention");
      default -> new WhenTopmost(KnownNames.chosen(span.getName()), Yields.TO_THE_ONLY);
    };
  }

  private static ExecutionBoundary chosen(String spanName) {
    String name = KnownNames.chosen(spanName);
    return name == null
        ? NAMELESS
        : new WhenTopmost(name, name.equals(spanName) ? Yields.NEVER : Yields.TO_THE_ONLY);
  }
}
