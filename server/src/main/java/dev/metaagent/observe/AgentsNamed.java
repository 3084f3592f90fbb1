package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.observe.mapping.MappedSpan;
import dev.metaagent.observe.mapping.RunBoundary;
import dev.metaagent.registry.Sighting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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

  /// The agents that run below a span with no other agent between.
  static Set<AgentId> outermostBelow(
      long top, Collection<PreparedSpan> spans, Function<String, AgentId> agentNamed) {
    Map<Long, List<MappedSpan>> children = new HashMap<>();
    for (PreparedSpan span : spans) {
      children
          .computeIfAbsent(span.mapped().parentSpanId(), parent -> new ArrayList<>())
          .add(span.mapped());
    }
    Set<AgentId> found = new HashSet<>();
    Set<Long> seen = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      for (MappedSpan child : children.getOrDefault(open.pop(), List.of())) {
        if (child.boundary() instanceof RunBoundary.Starts(String agent)) {
          found.add(agentNamed.apply(agent));
        } else if (seen.add(child.spanId())) {
          open.push(child.spanId());
        }
      }
    }
    return found;
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
                now));
  }

  private static String application(MappedSpan span) {
    return span.run().serviceName() != null ? span.run().serviceName() : span.name();
  }
}
