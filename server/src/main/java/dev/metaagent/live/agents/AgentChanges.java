package dev.metaagent.live.agents;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.CurrentAgents.AgentNow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Agents that were measured again.
///
/// @param before each of them as it was sent last
/// @param gone agents that are not shown any longer
record AgentChanges(
    List<AgentNow> changed, Map<AgentId, AgentNow> before, Set<AgentId> gone, Instant at) {}
