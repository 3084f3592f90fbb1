package dev.metaagent.measure.agents;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.health.Health;
import dev.metaagent.measure.health.HealthAssessment;
import dev.metaagent.measure.health.HealthStore;
import dev.metaagent.measure.health.Window;
import dev.metaagent.measure.objectives.Objectives;
import dev.metaagent.measure.objectives.ObjectivesStore;
import dev.metaagent.registry.AgentDirectory;
import dev.metaagent.search.AgentStatuses;
import dev.metaagent.tenancy.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Implements the port of `search` for the status of agents.
@Component
class CurrentAgentStatuses implements AgentStatuses {

  private final AgentDirectory directory;
  private final HealthStore health;
  private final ObjectivesStore objectives;
  private final Clock clock;

  CurrentAgentStatuses(
      AgentDirectory directory, HealthStore health, ObjectivesStore objectives, Clock clock) {
    this.directory = directory;
    this.health = health;
    this.objectives = objectives;
    this.clock = clock;
  }

  @Override
  public Map<UUID, String> of(Set<UUID> agents) {
    OrganizationId organization = Tenant.current();
    Instant now = clock.instant();
    Map<AgentId, Health> hours = health.all(organization, Window.HOUR);
    Map<AgentId, Objectives> set = objectives.all(organization);
    Map<UUID, String> statuses = new HashMap<>();
    for (AgentDirectory.Entry agent : directory.all()) {
      if (agents.contains(agent.id().value())) {
        Health hour = hours.getOrDefault(agent.id(), Health.nothing(Window.HOUR, now));
        Objectives wanted = set.getOrDefault(agent.id(), Objectives.DEFAULT);
        statuses.put(
            agent.id().value(),
            HealthAssessment.of(hour, wanted, agent.lastSeenAt(), now).status().wire());
      }
    }
    return statuses;
  }
}
