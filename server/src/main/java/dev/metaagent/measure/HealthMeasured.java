package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.util.Set;

/// The health of agents was measured again: a hint to read it.
public record HealthMeasured(OrganizationId organization, Set<AgentId> agents) {

  public HealthMeasured {
    agents = Set.copyOf(agents);
  }
}
