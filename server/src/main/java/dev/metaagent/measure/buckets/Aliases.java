package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.AgentId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which agents of one organization are counted as which other: merged names.
public record Aliases(Map<AgentId, AgentId> mergedInto) {

  static final Aliases NONE = new Aliases(Map.of());

  /// The agent that an agent is counted as.
  public AgentId counted(AgentId agent) {
    Set<AgentId> seen = new HashSet<>();
    AgentId counted = agent;
    while (seen.add(counted) && mergedInto.containsKey(counted)) {
      counted = mergedInto.getOrDefault(counted, counted);
    }
    return counted;
  }

  /// An agent and all its aliases; empty if it is an alias itself.
  public List<AgentId> members(AgentId agent) {
    if (!counted(agent).equals(agent)) {
      return List.of();
    }
    Set<AgentId> members = new HashSet<>(Set.of(agent));
    for (AgentId alias : mergedInto.keySet()) {
      if (counted(alias).equals(agent)) {
        members.add(alias);
      }
    }
    return List.copyOf(members);
  }
}
