package dev.metaagent.conventions;

import com.google.protobuf.ByteString;
import dev.metaagent.conventions.attributes.CallParameters;
import dev.metaagent.conventions.attributes.ClientProviders;
import dev.metaagent.conventions.attributes.FactsInAnswer;
import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.Frameworks;
import dev.metaagent.conventions.attributes.KnownNames;
import dev.metaagent.conventions.attributes.MetadataJson;
import dev.metaagent.conventions.attributes.NamesInText;
import dev.metaagent.conventions.attributes.ResponseIds;
import dev.metaagent.conventions.attributes.SpanFacts;
import dev.metaagent.conventions.attributes.SpanTimes;
import dev.metaagent.conventions.attributes.Streaming;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads spans of one resource and scope. Pure: the same span always gives the same result, so
 * stored spans can be mapped again after {@link #MAPPING_VERSION} has grown.
 */
public final class SpanMapping {
  /** Grows with every change that reads a span differently. */
  public static final int MAPPING_VERSION = 5;

  private final ResourceFacts resource;
  private final String scope;

  private SpanMapping(ResourceFacts resource, String scope) {
    this.resource = resource;
    this.scope = scope;
  }

  /** The mapping of spans that come from this resource and scope. */
  public static SpanMapping of(Resource resource, InstrumentationScope scope) {
    return new SpanMapping(ResourceFacts.of(resource), scope.getName());
  }

  /** One span in MetaAgent's words. */
  public static MappedSpan map(Resource resource, InstrumentationScope scope, Span span) {
    return of(resource, scope).map(span);
  }

  /** One span in MetaAgent's words. */
  public MappedSpan map(Span span) {
    SpanFacts facts = new SpanFacts(span.getAttributesList());
    MetadataJson.read(facts);
    NamesInText.read(facts, scope, span.getName());
    SpanRoles.Named named = Roles.of(facts, span, scope);
    SpanRole role = named.role();
    ExecutionBoundary boundary = ExecutionBoundaries.of(role, facts, span);
    ActionStatus status = Failures.status(role, facts, span);
    ActionKind kind = kind(role, boundary);
    boolean call = role.isCall();
    Usage usage = Usages.of(facts, scope, call);
    Tally tally = Tally.of(named, kind, facts, span, usage, status, Frameworks.of(facts, scope));
    SpanTimes times = SpanTimes.of(span);
    return new MappedSpan(
        id(span.getSpanId()),
        id(span.getParentSpanId()),
        kind,
        name(kind, facts, span),
        status,
        times.startNanos(),
        times.endNanos(),
        model(role, facts),
        provider(role, facts, span),
        usage,
        Streaming.timeToFirstTokenMillis(facts, span),
        status == ActionStatus.ERROR ? Failures.error(facts, span) : null,
        toolCallId(role, facts),
        role == SpanRole.LLM && Streaming.isStreamed(facts, span),
        tally,
        call ? ResponseIds.of(facts) : null,
        boundary,
        resource.with(facts, agentName(role, boundary, facts), scope),
        facts.text(Field.AGENT_NAME),
        role != SpanRole.PLUMBING
            && role != SpanRole.UNNAMED
            && role != SpanRole.AGENT_SETUP
            && role != SpanRole.CHAIN
            && role != SpanRole.WORKFLOW,
        named.convention(),
        scope);
  }

  /** Eight bytes as a number; 0 for anything else. */
  public static long id(ByteString bytes) {
    if (bytes.size() != 8) {
      return 0;
    }
    long id = 0;
    for (int i = 0; i < 8; i++) {
      id = id << 8 | (bytes.byteAt(i) & 0xff);
    }
    return id;
  }

  private static ActionKind kind(SpanRole role, ExecutionBoundary boundary) {
    boolean wrapper =
        role == SpanRole.CHAIN || role == SpanRole.WORKFLOW || role == SpanRole.UNNAMED;
    return wrapper && boundary instanceof ExecutionBoundary.Starts ? ActionKind.AGENT : role.kind();
  }

  private static String name(ActionKind kind, SpanFacts facts, Span span) {
    if (facts.has(Field.N8N_NODE_TYPE) && facts.has(Field.TOOL_NAME)) {
      return Objects.requireNonNull(facts.text(Field.TOOL_NAME));
    }
    String own =
        switch (kind) {
          case TOOL -> tool(facts);
          case AGENT -> ExecutionBoundaries.agentName(facts, span);
          case LLM, RETRIEVAL, EMBEDDING, CHAIN, GUARDRAIL, HANDOFF, MEMORY, OTHER -> null;
        };
    if (own != null) {
      return own;
    }
    if (kind == ActionKind.TOOL) {
      String entity = facts.text(Field.ENTITY_NAME);
      String after = KnownNames.afterOperation(span.getName(), "execute_tool");
      if (entity != null) {
        return entity;
      }
      return after == null ? KnownNames.toolOfSpan(span.getName()) : after;
    }
    return span.getName();
  }

  private static @Nullable String tool(SpanFacts facts) {
    String sent = facts.text(Field.TOOL_NAME);
    return sent == null && facts.has(Field.LOGFIRE_TEMPLATE)
        ? facts.text(Field.LOGFIRE_NAME)
        : sent;
  }

  /** The answering model, where the emitter or the answer itself tells it, else the requested. */
  private static @Nullable String model(SpanRole role, SpanFacts facts) {
    String requested = facts.text(Field.REQUEST_MODEL);
    if (requested == null && role.isCall()) {
      requested = CallParameters.model(facts.text(Field.PARAMETERS));
    }
    String answering = facts.text(Field.RESPONSE_MODEL);
    String answer = role.isCall() ? facts.text(Field.OUTPUT_BODY) : null;
    if (answer != null && (answering == null || answering.equals(requested))) {
      String told = FactsInAnswer.answeringModel(answer);
      answering = told == null ? answering : told;
    }
    if (answering != null || requested != null) {
      return KnownNames.model(answering == null ? requested : answering);
    }
    String genkit = role.isCall() ? facts.text(Field.GENKIT_NAME) : null;
    return KnownNames.model(
        genkit == null && answer != null ? FactsInAnswer.anyModel(answer) : genkit);
  }

  private static @Nullable String toolCallId(SpanRole role, SpanFacts facts) {
    String sent = facts.text(Field.TOOL_CALL_ID);
    boolean tool = role == SpanRole.TOOL || role == SpanRole.HANDOFF;
    String result = sent == null && tool ? facts.text(Field.OUTPUT_BODY) : null;
    return result == null ? sent : FactsInAnswer.toolCallId(result);
  }

  private @Nullable String provider(SpanRole role, SpanFacts facts, Span span) {
    String sent = KnownNames.provider(facts.text(Field.PROVIDER));
    if (sent != null || !role.isCall()) {
      return sent;
    }
    String genkit = facts.text(Field.GENKIT_NAME);
    if (genkit != null) {
      int slash = genkit.indexOf('/');
      return slash < 0 ? null : KnownNames.provider(genkit.substring(0, slash));
    }
    String component = facts.text(Field.HAYSTACK_TYPE);
    return ClientProviders.provider(scope, component == null ? span.getName() : component);
  }

  private static @Nullable String agentName(
      SpanRole role, ExecutionBoundary boundary, SpanFacts facts) {
    return switch (boundary) {
      case ExecutionBoundary.Starts starts -> starts.agentName();
      case ExecutionBoundary.Never _, ExecutionBoundary.AroundCalls _ ->
          facts.text(Field.AGENT_NAME);
      case ExecutionBoundary.WhenTopmost topmost -> {
        String given = facts.text(Field.AGENT_NAME);
        yield given != null || role != SpanRole.AGENT ? given : topmost.agentName();
      }
    };
  }
}
