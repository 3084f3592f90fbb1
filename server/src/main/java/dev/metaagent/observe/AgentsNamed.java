package dev.metaagent.observe;

import dev.metaagent.observe.mapping.MappedSpan;
import dev.metaagent.registry.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The agents that a span may stand for: the one whose run would begin at it, and, for a span whose
/// beginning may be missing, the one that its provisional execution would be named after.
final class AgentsNamed {

  private AgentsNamed() {}

  static List<Sighting> in(MappedSpan span, Instant now) {
    List<Sighting> named = new ArrayList<>(1);
    String begun = Assembly.agentBegun(span, top -> {});
    if (begun != null) {
      named.add(
          new Sighting(
              begun,
              span.run().framework(),
              span.run().agentVersion(),
              span.run().environment(),
              now));
    }
    return named;
  }
}
