package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.AgentName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All names that an organization has registered, as they were read at one time.
///
/// @param agents the agents by normalised name; a name that was merged gives the agent it was
///   merged into
/// @param counted how many of them count to the limit: all but "unnamed"
record RegisteredNames(Map<String, AgentId> agents, int counted) {

  RegisteredNames {
    agents = Map.copyOf(agents);
  }

  /// How many further names register.
  int free() {
    return Math.max(0, Agents.LIMIT - counted);
  }

  /// The agent of a normalised name; null when a row has to be made first: its own, or "unnamed".
  @Nullable AgentId find(String normal) {
    AgentId agent = agents.get(normal);
    return agent == null && free() == 0 ? agents.get(AgentName.UNNAMED) : agent;
  }
}
