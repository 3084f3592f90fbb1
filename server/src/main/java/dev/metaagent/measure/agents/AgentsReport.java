package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.registry.AgentDirectory;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Agents with how they do: what is wrong first, then by traffic.
@Component
class AgentsReport {

  private static final int RIBBON_POINTS = 60;

  private final AgentDirectory directory;
  private final ShownAgents shown;
  private final HealthStore health;
  private final ObjectivesStore objectives;
  private final SeriesStore series;
  private final TenantTransactions transactions;
  private final Clock clock;

  AgentsReport(
      AgentDirectory directory,
      ShownAgents shown,
      HealthStore health,
      ObjectivesStore objectives,
      SeriesStore series,
      TenantTransactions transactions,
      Clock clock) {
    this.directory = directory;
    this.shown = shown;
    this.health = health;
    this.objectives = objectives;
    this.series = series;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Every agent that is not archived, or every archived one.
  List<Answers.AgentAnswer> all(boolean archived) {
    return transactions.read(() -> {
      OrganizationId organization = Tenant.current();
      Instant now = clock.instant();
      Map<AgentId, Health> hours = health.all(organization, Window.HOUR);
      Map<AgentId, Objectives> set = objectives.all(organization);
      Map<AgentId, SeriesStore.Prompt> prompts = series.prompts(organization, now);
      return shown.all().stream()
          .filter(agent -> (agent.archivedAt() != null) == archived)
          .map(agent ->
              answer(
                  agent,
                  hours.getOrDefault(agent.id(), Health.nothing(Window.HOUR, now)),
                  set.getOrDefault(agent.id(), Objectives.DEFAULT),
                  prompts.get(agent.id()),
                  now))
          .sorted(
              Comparator.comparing(Answers.AgentAnswer::status, AgentsReport::byNeed)
                  .thenComparingLong(agent -> -agent.runsPerHour())
                  .thenComparing(Answers.AgentAnswer::lastSeenAt, Comparator.reverseOrder())
                  .thenComparing(Answers.AgentAnswer::id))
          .toList();
    });
  }

  Answers.AgentAnswer one(AgentId id) {
    return transactions.read(() -> {
      OrganizationId organization = Tenant.current();
      Instant now = clock.instant();
      AgentDirectory.Entry agent = found(id);
      return answer(
          agent,
          health.one(organization, id, Window.HOUR, now),
          objectives.of(organization, id),
          series.prompts(organization, now).get(id),
          now);
    });
  }

  Answers.HealthAnswer health(AgentId id, Window window) {
    return transactions.read(() -> {
      AgentDirectory.Entry agent = found(id);
      return Answers.HealthAnswer.of(
          health.one(Tenant.current(), agent.id(), window, clock.instant()));
    });
  }

  /// The same agents, each with a ribbon over a range.
  List<Answers.AgentAnswer> withRibbons(List<Answers.AgentAnswer> agents, Moments.Range range) {
    if (agents.isEmpty()) {
      return agents;
    }
    Instant now = clock.instant();
    Steps steps = Steps.of(range, null, RIBBON_POINTS, now);
    Map<AgentId, Map<Integer, Tally>> tallies = new HashMap<>();
    List<AgentId> ids = agents.stream().map(agent -> AgentId.parse(agent.id())).toList();
    transactions.read(() -> {
      series.outlines(
          Tenant.current(),
          ids,
          steps.cover(now),
          part -> {
            Tally tally =
                tallies
                    .computeIfAbsent(part.agent(), key -> new HashMap<>())
                    .computeIfAbsent(steps.index(part.at()), key -> new Tally());
            tally.ok += part.ok();
            tally.failed += part.failed();
            tally.unknown += part.unknown();
            tally.latencyMs.add(part.latencyMs());
          });
      return true;
    });
    return agents.stream()
        .map(agent ->
            agent.with(ribbon(steps, tallies.getOrDefault(AgentId.parse(agent.id()), Map.of()))))
        .toList();
  }

  private AgentDirectory.Entry found(AgentId id) {
    return directory.find(id).orElseThrow(() -> MetaAgentException.notFound("Agent " + id));
  }

  private static List<Answers.RibbonPoint> ribbon(Steps steps, Map<Integer, Tally> tallies) {
    List<Answers.RibbonPoint> points = new ArrayList<>();
    List<Instant> starts = steps.starts();
    for (int i = 0; i < starts.size(); i++) {
      Tally tally = tallies.getOrDefault(i, new Tally());
      points.add(
          new Answers.RibbonPoint(
              starts.get(i),
              tally.executions(),
              tally.successRate(),
              tally.latencyMs.quantile(0.95)));
    }
    return points;
  }

  /// Failing, degraded, then everybody else alike.
  private static int byNeed(AgentStatus one, AgentStatus other) {
    return Integer.compare(need(one), need(other));
  }

  private static int need(AgentStatus status) {
    return switch (status) {
      case FAILING -> 0;
      case DEGRADED -> 1;
      case HEALTHY, UNKNOWN, IDLE -> 2;
    };
  }

  static Answers.AgentAnswer answer(
      AgentDirectory.Entry agent,
      Health hour,
      Objectives objectives,
      SeriesStore.@Nullable Prompt prompt,
      Instant now) {
    Verdict verdict = Verdict.of(hour, objectives, agent.lastSeenAt(), now);
    return new Answers.AgentAnswer(
        agent.id().toString(),
        agent.name(),
        agent.framework(),
        agent.version(),
        agent.environment(),
        agent.owner(),
        verdict.status(),
        verdict.reason(),
        agent.firstSeenAt(),
        agent.lastSeenAt(),
        agent.archivedAt(),
        agent.simulated(),
        Answers.HealthAnswer.of(hour),
        Answers.ObjectivesAnswer.of(objectives),
        prompt == null || prompt.name().isEmpty() ? null : prompt.name(),
        prompt == null ? null : prompt.version(),
        hour.executions(),
        tokensPerRun(hour),
        costPerSuccess(hour),
        agent.aliases().stream().map(Answers.Alias::new).toList(),
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
}
