package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.ExecutionBoundary;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.registry.Sighting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The agents that spans name.
public final class NamedAgents {

  private NamedAgents() {}

  /// The agent whose run begins at a span if nothing above says otherwise, or null.
  ///
  /// @param topmost whether nothing above the span belongs to a run
  static @Nullable String begunAt(MappedSpan span, boolean topmost) {
    return switch (span.boundary()) {
      case ExecutionBoundary.Starts(String agent) -> agent;
      case ExecutionBoundary.Never _ -> null;
      case ExecutionBoundary.AroundCalls(String agent) -> {
        String named = agent != null ? agent : application(span);
        yield topmost ? named : null;
      }
      case ExecutionBoundary.WhenTopmost top -> {
        if (!topmost) {
          yield null;
        }
        yield top.agentName() != null ? top.agentName() : application(span);
      }
    };
  }

  /// The agent of an action while the beginning of its run is not known.
  public static String provisionalAt(MappedSpan span) {
    return span.run().agentName() != null ? span.run().agentName() : application(span);
  }

  /// Whether an agent acts in a span: it runs one, or calls a model.
  static boolean acts(MappedSpan span) {
    return span.kind() == ActionKind.LLM
        || span.kind() == ActionKind.AGENT
        || span.boundary() instanceof ExecutionBoundary.Starts;
  }

  /// Whether a span begins a run only around an agent that acts.
  static boolean isAround(MappedSpan span) {
    return span.boundary() instanceof ExecutionBoundary.AroundCalls;
  }

  /// Whether actions of a kind are what an agent uses: alone they are no run.
  static boolean isUsed(ActionKind kind) {
    return switch (kind) {
      case TOOL, RETRIEVAL, GUARDRAIL, MEMORY -> true;
      case LLM, EMBEDDING, AGENT, CHAIN, HANDOFF, OTHER -> false;
    };
  }

  /// Whether it depends on the spans below a topmost span what run it begins.
  static boolean asksBelow(MappedSpan span) {
    return yields(span) != ExecutionBoundary.Yields.NEVER || isAround(span);
  }

  /// The agent below a topmost span to which its run belongs, or null if the run is the span's own.
  static @Nullable AgentId below(
      MappedSpan top, SpanTree spans, Function<String, AgentId> agentNamed) {
    return switch (yields(top)) {
      case NEVER -> null;
      case TO_THE_ONLY -> {
        List<AgentId> below = agentsBelow(top, spans, agentNamed);
        yield below.size() == 1 ? below.getFirst() : null;
      }
      case TO_THE_FIRST -> {
        List<AgentId> below = agentsBelow(top, spans, agentNamed);
        yield below.isEmpty() ? null : below.getFirst();
      }
    };
  }

  /// The agents whose runs begin below a span; where none does, those that its actions name.
  private static List<AgentId> agentsBelow(
      MappedSpan top, SpanTree spans, Function<String, AgentId> agentNamed) {
    List<AgentId> begun = outermostBelow(top.spanId(), spans, agentNamed);
    if (!begun.isEmpty()) {
      return begun;
    }
    return spans.allBelow(top.spanId()).stream()
        .filter(span -> span.acting() != null)
        .sorted(
            Comparator.comparingLong(MappedSpan::startNanos).thenComparingLong(MappedSpan::spanId))
        .map(span -> agentNamed.apply(java.util.Objects.requireNonNull(span.acting())))
        .distinct()
        .toList();
  }

  /// Which agent below it a topmost span gives its run to.
  static ExecutionBoundary.Yields yields(MappedSpan span) {
    return span.boundary() instanceof ExecutionBoundary.WhenTopmost top
        ? top.yields()
        : ExecutionBoundary.Yields.NEVER;
  }

  /// The agents that run below a span with no other agent between, in the order of their start.
  private static List<AgentId> outermostBelow(
      long top, SpanTree spans, Function<String, AgentId> agentNamed) {
    List<MappedSpan> found = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      for (MappedSpan child : spans.below(open.pop())) {
        if (child.boundary() instanceof ExecutionBoundary.Starts) {
          found.add(child);
        } else if (seen.add(child.spanId())) {
          open.push(child.spanId());
        }
      }
    }
    found.sort(
        Comparator.comparingLong(MappedSpan::startNanos).thenComparingLong(MappedSpan::spanId));
    return found.stream()
        .map(span -> ((ExecutionBoundary.Starts) span.boundary()).agentName())
        .map(agentNamed)
        .distinct()
        .toList();
  }

  /// The facts about its agent on a span that begins a run.
  public static Optional<Sighting> sighting(MappedSpan span, Instant now) {
    String name = begunAt(span, span.parentSpanId() == 0);
    // it may be an agent's below, or of a call that a run elsewhere reports too
    boolean certain = !asksBelow(span) && span.kind() != ActionKind.LLM;
    return name == null
        ? Optional.empty()
        : Optional.of(
            new Sighting(
                name,
                span.run().framework(),
                span.run().agentVersion(),
                span.run().environment(),
                now,
                certain));
  }

  private static String application(MappedSpan span) {
    if (span.run().agentName() != null) {
      return span.run().agentName();
    }
    return span.run().serviceName() != null ? span.run().serviceName() : span.name();
  }
}
