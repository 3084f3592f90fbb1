package dev.metaagent.measure.agents;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.health.Health;
import dev.metaagent.measure.health.HealthAssessment;
import dev.metaagent.measure.objectives.Objectives;
import dev.metaagent.measure.series.SeriesStore;
import dev.metaagent.registry.AgentDirectory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An agent with its last hour, measured against its objectives.
///
/// @param prompt the prompt that it last ran with, null when that is not known
public record AgentHealth(
    AgentDirectory.Entry agent,
    Health hour,
    Objectives objectives,
    HealthAssessment assessment,
    SeriesStore.@Nullable Prompt prompt) {

  public static AgentHealth of(
      AgentDirectory.Entry agent,
      Health hour,
      Objectives objectives,
      SeriesStore.@Nullable Prompt prompt,
      Instant now) {
    return new AgentHealth(
        agent,
        hour,
        objectives,
        HealthAssessment.of(hour, objectives, agent.lastSeenAt(), now),
        prompt);
  }

  public AgentId id() {
    return agent.id();
  }
}
