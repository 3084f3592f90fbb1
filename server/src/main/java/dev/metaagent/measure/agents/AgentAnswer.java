package dev.metaagent.measure.agents;

import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.measure.buckets.Tokens;
import dev.metaagent.measure.health.AgentStatus;
import dev.metaagent.measure.health.AssessmentSentence;
import dev.metaagent.measure.health.Health;
import dev.metaagent.measure.objectives.ObjectivesAnswer;
import dev.metaagent.measure.series.SeriesStore;
import dev.metaagent.registry.AgentDirectory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An agent with its health over the last hour.
public record AgentAnswer(
    String id,
    String name,
    @Nullable String framework,
    @Nullable String version,
    @Nullable String environment,
    @Nullable String owner,
    AgentStatus status,
    String statusReason,
    Instant firstSeenAt,
    Instant lastSeenAt,
    @Nullable Instant archivedAt,
    boolean simulated,
    HealthAnswer health,
    ObjectivesAnswer objectives,
    @Nullable String promptName,
    @Nullable String promptVersion,
    long runsPerHour,
    @Nullable Double tokensPerRun,
    @Nullable String costPerSuccessUsd,
    List<Alias> aliases,
    @Nullable List<RibbonPoint> ribbon) {

  public static AgentAnswer of(AgentHealth health) {
    AgentDirectory.Entry agent = health.agent();
    Health hour = health.hour();
    SeriesStore.Prompt prompt = health.prompt();
    return new AgentAnswer(
        agent.id().toString(),
        agent.name(),
        agent.framework(),
        agent.version(),
        agent.environment(),
        agent.owner(),
        health.assessment().status(),
        AssessmentSentence.of(health.assessment()),
        agent.firstSeenAt(),
        agent.lastSeenAt(),
        agent.archivedAt(),
        agent.simulated(),
        HealthAnswer.of(hour),
        ObjectivesAnswer.of(health.objectives()),
        prompt == null || prompt.name().isEmpty() ? null : prompt.name(),
        prompt == null ? null : prompt.version(),
        hour.executions(),
        tokensPerRun(hour),
        costPerSuccess(hour),
        agent.aliases().stream().map(Alias::new).toList(),
        null);
  }

  private static @Nullable Double tokensPerRun(Health hour) {
    Long tokens = Tokens.sum(hour.tokens().input(), hour.tokens().output());
    return tokens == null || hour.executions() == 0
        ? null
        : (Double) ((double) tokens / hour.executions());
  }

  private static @Nullable String costPerSuccess(Health hour) {
    return hour.costNano() == null || hour.ok() == 0
        ? null
        : NanoUsd.format(Math.round((double) hour.costNano() / hour.ok()));
  }

  AgentAnswer with(List<RibbonPoint> points) {
    return new AgentAnswer(
        id,
        name,
        framework,
        version,
        environment,
        owner,
        status,
        statusReason,
        firstSeenAt,
        lastSeenAt,
        archivedAt,
        simulated,
        health,
        objectives,
        promptName,
        promptVersion,
        runsPerHour,
        tokensPerRun,
        costPerSuccessUsd,
        aliases,
        points);
  }
}
