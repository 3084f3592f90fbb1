package dev.metaagent.search;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The status of agents (a port, implemented by `measure`).
public interface AgentStatuses {

  /// The status of each of these agents as the API names it, for the organization in scope.
  Map<UUID, String> of(Set<UUID> agents);
}
