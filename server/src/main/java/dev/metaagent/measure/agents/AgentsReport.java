package dev.metaagent.measure.agents;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.health.AgentStatus;
import dev.metaagent.measure.health.Health;
import dev.metaagent.measure.health.HealthStore;
import dev.metaagent.measure.health.Window;
import dev.metaagent.measure.objectives.Objectives;
import dev.metaagent.measure.objectives.ObjectivesStore;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.SeriesStore;
import dev.metaagent.measure.series.Steps;
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
import org.springframework.stereotype.Component;

/// Agents with how they do: what is wrong first, then by traffic.
@Component
public class AgentsReport {

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

  /// Every agent that is not archived, or every archived one: what is wrong first, then by traffic.
  public List<AgentHealth> all(boolean archived) {
    return transactions.read(() -> {
      OrganizationId organization = Tenant.current();
      Instant now = clock.instant();
      Map<AgentId, Health> hours = health.all(organization, Window.HOUR);
      Map<AgentId, Objectives> set = objectives.all(organization);
      Map<AgentId, SeriesStore.Prompt> prompts = series.prompts(organization, now);
      return shown.all().stream()
          .filter(agent -> (agent.archivedAt() != null) == archived)
          .map(agent ->
              AgentHealth.of(
                  agent,
                  hours.getOrDefault(agent.id(), Health.nothing(Window.HOUR, now)),
                  set.getOrDefault(agent.id(), Objectives.DEFAULT),
                  prompts.get(agent.id()),
                  now))
          .sorted(
              Comparator.comparingInt((AgentHealth each) -> need(each.assessment().status()))
                  .thenComparingLong(each -> -each.hour().executions())
                  .thenComparing(each -> each.agent().lastSeenAt(), Comparator.reverseOrder())
                  .thenComparing(each -> each.id().value()))
          .toList();
    });
  }

  AgentAnswer one(AgentId id) {
    return transactions.read(() -> {
      OrganizationId organization = Tenant.current();
      Instant now = clock.instant();
      AgentDirectory.Entry agent = found(id);
      return AgentAnswer.of(
          AgentHealth.of(
              agent,
              health.one(organization, id, Window.HOUR, now),
              objectives.of(organization, id),
              series.prompts(organization, now).get(id),
              now));
    });
  }

  boolean exists(AgentId id) {
    return transactions.read(() -> directory.find(id).isPresent());
  }

  public HealthAnswer health(AgentId id, Window window) {
    return transactions.read(() -> {
      AgentDirectory.Entry agent = found(id);
      return HealthAnswer.of(health.one(Tenant.current(), agent.id(), window, clock.instant()));
    });
  }

  /// The same agents, each with a ribbon over a range.
  List<AgentAnswer> withRibbons(List<AgentAnswer> agents, TimeRange range) {
    if (agents.isEmpty()) {
      return agents;
    }
    Instant now = clock.instant();
    Steps steps = Steps.of(range, null, RIBBON_POINTS, now);
    Map<AgentId, Map<Integer, MetricAccumulator>> tallies = new HashMap<>();
    List<AgentId> ids = agents.stream().map(agent -> AgentId.parse(agent.id())).toList();
    transactions.read(() -> {
      series.outlines(
          Tenant.current(),
          ids,
          steps.plan(now),
          part -> {
            MetricAccumulator tally =
                tallies
                    .computeIfAbsent(part.agent(), key -> new HashMap<>())
                    .computeIfAbsent(steps.index(part.at()), key -> new MetricAccumulator());
            tally.add(part.ok(), part.failed(), part.unknown(), part.latencyMs());
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

  private static List<RibbonPoint> ribbon(Steps steps, Map<Integer, MetricAccumulator> tallies) {
    List<RibbonPoint> points = new ArrayList<>();
    List<Instant> starts = steps.starts();
    for (int i = 0; i < starts.size(); i++) {
      MetricAccumulator tally = tallies.getOrDefault(i, new MetricAccumulator());
      points.add(
          new RibbonPoint(
              starts.get(i),
              tally.executions(),
              tally.successRate(),
              tally.latencyMs().quantile(0.95)));
    }
    return points;
  }

  /// Failing, degraded, then everybody else alike.
  private static int need(AgentStatus status) {
    return switch (status) {
      case FAILING -> 0;
      case DEGRADED -> 1;
      case HEALTHY, UNKNOWN, IDLE -> 2;
    };
  }
}
