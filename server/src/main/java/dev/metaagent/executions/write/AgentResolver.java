package dev.metaagent.executions.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.executions.assembly.NamedAgents;
import dev.metaagent.kernel.AgentName;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.registry.Agents;
import dev.metaagent.registry.Sighting;
import dev.metaagent.tenancy.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// Registers the agents that telemetry names, before the transaction that needs their ids: a
/// registration inside it would lock rows of the registry until its commit, and could be rolled
/// back.
///
/// Some names (the application, while the beginning of a run is not known) become known only during
/// assembly: the transaction is then rolled back, the names are registered, and it runs again. Such
/// names are cached, so that this is rare.
@Component
class AgentResolver {

  private record Name(OrganizationId organization, String name) {
    static Name of(String name) {
      return new Name(Tenant.current(), AgentName.normalise(name));
    }
  }

  private final Agents agents;
  private final Clock clock;
  private final Cache<Name, Boolean> stoodIn =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterAccess(Duration.ofMinutes(10)).build();

  AgentResolver(Agents agents, Clock clock) {
    this.agents = agents;
    this.clock = clock;
  }

  /// The agents that parts of traces of the organization in scope name.
  ResolvedAgents of(List<IncomingTrace> incoming) {
    Instant now = clock.instant();
    Map<String, Sighting> sightings = new TreeMap<>();
    Set<String> standIns = new HashSet<>();
    for (IncomingTrace trace : incoming) {
      if (trace.spans().stream().noneMatch(span -> ExecutionState.isStep(span.span().mapped()))) {
        continue;
      }
      for (IncomingTrace.Span span : trace.spans()) {
        MappedSpan mapped = span.span().mapped();
        NamedAgents.sighting(mapped, now)
            .ifPresent(seen -> sightings.merge(seen.name(), seen, AgentResolver::fuller));
        standIns.add(NamedAgents.provisionalAt(mapped));
      }
    }
    standIns.removeIf(name -> stoodIn.getIfPresent(Name.of(name)) == null);
    standIns.forEach(name -> sightings.putIfAbsent(name, Sighting.of(name, now)));
    return new ResolvedAgents(agents.resolve(sightings.values()));
  }

  /// These agents and those of further names.
  ResolvedAgents with(ResolvedAgents known, Collection<String> names) {
    Instant now = clock.instant();
    names.forEach(name -> stoodIn.put(Name.of(name), true));
    return known.with(agents.resolve(names.stream().map(name -> Sighting.of(name, now)).toList()));
  }

  private static Sighting fuller(Sighting one, Sighting other) {
    return one.framework() != null ? one : other;
  }
}
