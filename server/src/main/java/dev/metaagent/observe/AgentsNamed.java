package dev.metaagent.observe;

import dev.metaagent.observe.mapping.MappedSpan;
import dev.metaagent.observe.mapping.RunBoundary;
import dev.metaagent.registry.Sighting;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The agents that spans name.
final class AgentsNamed {

  private AgentsNamed() {}

  /// The agent whose run begins at a span if nothing above says otherwise, or null.
  static @Nullable String begunAt(MappedSpan span) {
    return switch (span.boundary()) {
      case RunBoundary.Starts(String agent) -> agent;
      case RunBoundary.Never _ -> null;
      case RunBoundary.WhenTopmost topmost -> {
        if (span.parentSpanId() != 0) {
          yield null;
        }
        yield topmost.agentName() != null ? topmost.agentName() : application(span);
      }
    };
  }

  /// The agent that an action is shown under while the beginning of its run is not known.
  static String provisionalAt(MappedSpan span) {
    return span.run().agentName() != null ? span.run().agentName() : application(span);
  }

  /// What a span that begins a run tells of its agent.
  static Optional<Sighting> sighting(MappedSpan span, Instant now) {
    String name = begunAt(span);
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
