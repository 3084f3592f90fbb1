package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.observe.mapping.MappedSpan;
import dev.metaagent.observe.mapping.RunBoundary;
import dev.metaagent.registry.Sighting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The agents that spans name.
final class AgentsNamed {

  private AgentsNamed() {}

  /// The agent whose run begins at a span if nothing above says otherwise, or null.
  ///
  /// @param topmost whether nothing above the span belongs to a run
  static @Nullable String begunAt(MappedSpan span, boolean topmost) {
    return switch (span.boundary()) {
      case RunBoundary.Starts(String agent) -> agent;
      case RunBoundary.Never _ -> null;
      case RunBoundary.WhenTopmost top -> {
        if (!topmost) {
          yield null;
        }
        yield top.agentName() != null ? top.agentName() : application(span);
      }
    };
  }

  /// The agent that an action is shown under while the beginning of its run is not known.
  static String provisionalAt(MappedSpan span) {
    return span.run().agentName() != null ? span.run().agentName() : application(span);
  }

  /// The agent below a topmost span that its run belongs to, or null where it is its own.
  static @Nullable AgentId below(
      MappedSpan top, Collection<PreparedSpan> spans, Function<String, AgentId> agentNamed) {
    return switch (yields(top)) {
      case NEVER -> null;
      case TO_THE_ONLY -> {
        List<AgentId> below = outermostBelow(top.spanId(), spans, agentNamed);
        yield below.size() == 1 ? below.getFirst() : null;
      }
      case TO_THE_FIRST -> {
        List<AgentId> below = outermostBelow(top.spanId(), spans, agentNamed);
        yield below.isEmpty() ? null : below.getFirst();
      }
    };
  }

  /// To which agent below a span yields its run as the topmost one.
  static RunBoundary.Yields yields(MappedSpan span) {
    return span.boundary() instanceof RunBoundary.WhenTopmost top
        ? top.yields()
        : RunBoundary.Yields.NEVER;
  }

  /// The agents that run below a span with no other agent between, in the order of their start.
  private static List<AgentId> outermostBelow(
      long top, Collection<PreparedSpan> spans, Function<String, AgentId> agentNamed) {
    Map<Long, List<MappedSpan>> children = new HashMap<>();
    for (PreparedSpan span : spans) {
      children
          .computeIfAbsent(span.mapped().parentSpanId(), parent -> new ArrayList<>())
          .add(span.mapped());
    }
    List<MappedSpan> found = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      for (MappedSpan child : children.getOrDefault(open.pop(), List.of())) {
        if (child.boundary() instanceof RunBoundary.Starts) {
          found.add(child);
        } else if (seen.add(child.spanId())) {
          open.push(child.spanId());
        }
      }
    }
    found.sort(
        Comparator.comparingLong(MappedSpan::startNanos).thenComparingLong(MappedSpan::spanId));
    return found.stream()
        .map(span -> ((RunBoundary.Starts) span.boundary()).agentName())
        .map(agentNamed)
        .distinct()
        .toList();
  }

  /// What a span that begins a run tells of its agent.
  static Optional<Sighting> sighting(MappedSpan span, Instant now) {
    String name = begunAt(span, span.parentSpanId() == 0);
    return name == null
        ? Optional.empty()
        : Optional.of(
            new Sighting(
                name,
                span.run().framework(),
                span.run().agentVersion(),
                span.run().environment(),
                now,
                true));
  }

  private static String application(MappedSpan span) {
    return span.run().serviceName() != null ? span.run().serviceName() : span.name();
  }
}
