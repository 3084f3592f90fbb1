package dev.metaagent.observe;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// How agents are doing; a floor above knows and implements it.
public interface AgentStatuses {

  /// The status of each of these agents as the API names it, for the organization in scope.
  Map<UUID, String> of(Set<UUID> agents);
}
