package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.agents.AgentHealth;
import dev.metaagent.measure.buckets.RollupPlan;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.detect.Detection;
import dev.metaagent.measure.detect.Symptom;
import dev.metaagent.measure.detect.SymptomDetector;
import dev.metaagent.measure.health.Health;
import dev.metaagent.measure.health.Window;
import dev.metaagent.measure.latency.LatencyReport;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.SeriesStore;
import dev.metaagent.tenancy.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The agents that need attention: at most five, the worst first, each with since when, its most
/// frequent error, and the change that came before. Reads the input of the detectors inside a
/// tenant's transaction.
@Component
class NeedsYou {

  private static final int MOST = 5;

  private final SeriesStore series;
  private final FailureStore failures;
  private final EvidenceStore evidence;
  private final Onsets onsets;
  private final LatencyReport latency;
  private final ChangesReport changesReport;

  NeedsYou(
      SeriesStore series,
      FailureStore failures,
      EvidenceStore evidence,
      Onsets onsets,
      LatencyReport latency,
      ChangesReport changesReport) {
    this.series = series;
    this.failures = failures;
    this.evidence = evidence;
    this.onsets = onsets;
    this.latency = latency;
    this.changesReport = changesReport;
  }

  private record Suspect(AgentHealth agent, Symptom symptom) {}

  List<Need> of(Collection<AgentHealth> agents, Instant now) {
    List<AgentHealth> watched =
        agents.stream().filter(each -> each.agent().archivedAt() == null).toList();
    Map<AgentId, Map<Instant, Long>> hours = executionsByHour(watched, now);
    return watched.stream()
        .flatMap(each -> suspect(each, hours.getOrDefault(each.id(), Map.of()), now))
        .sorted(Comparator.comparing(Suspect::symptom, Symptom.WORST_FIRST))
        .limit(MOST)
        .map(suspect -> need(suspect, now))
        .toList();
  }

  private static Stream<Suspect> suspect(AgentHealth agent, Map<Instant, Long> hours, Instant now) {
    return SymptomDetector.detect(agent.assessment(), agent.agent().lastSeenAt(), hours, now)
        .map(symptom -> new Suspect(agent, symptom))
        .stream();
  }

  /// Of the agents that may be silent, by the start of the hour.
  private Map<AgentId, Map<Instant, Long>> executionsByHour(
      Collection<AgentHealth> agents, Instant now) {
    List<AgentId> quiet =
        agents.stream()
            .filter(each -> mayBeSilent(each.agent().lastSeenAt(), now))
            .map(AgentHealth::id)
            .toList();
    Map<AgentId, Map<Instant, Long>> hours = new HashMap<>();
    if (!quiet.isEmpty()) {
      Duration back = SymptomDetector.LONGEST_SILENCE.plusHours(SymptomDetector.STEADY_HOURS + 2L);
      Instant from = Width.HOUR.floor(now.minus(back));
      series.outlines(
          Tenant.current(),
          quiet,
          List.of(new RollupPlan.Segment(Width.HOUR, from, now)),
          part ->
              hours
                  .computeIfAbsent(part.agent(), key -> new TreeMap<>())
                  .merge(part.at(), part.ok() + part.failed() + part.unknown(), Long::sum));
    }
    return hours;
  }

  private static boolean mayBeSilent(Instant lastSeen, Instant now) {
    return !lastSeen.isAfter(now.minus(SymptomDetector.SHORTEST_SILENCE))
        && !lastSeen.isBefore(now.minus(SymptomDetector.LONGEST_SILENCE));
  }

  private Need need(Suspect suspect, Instant now) {
    AgentId agent = suspect.agent().id();
    Symptom symptom = suspect.symptom();
    Detection detection = onsets.of(agent, symptom, now);
    Health hour = suspect.agent().hour();
    OrganizationId organization = Tenant.current();
    Instant hourAgo = now.minusSeconds(Window.HOUR.seconds());
    return new Need(
        rule(symptom),
        symptom.severity(),
        NamedAgent.of(agent, suspect.agent().agent().name()),
        detection.since(),
        detection.rateSince(),
        hour.executions(),
        hour.failed(),
        symptom instanceof Symptom.BelowObjective below ? (Double) below.objective() : null,
        hour.successRate(),
        failures.top(organization, agent, hourAgo).orElse(null),
        detection.change() == null ? null : changesReport.answer(detection.change()),
        hour.p95(),
        symptom instanceof Symptom.Slow slow ? (Double) slow.limitMs() : null,
        symptom instanceof Symptom.Slow ? slowest(agent, detection.since(), now) : null,
        evidence.of(organization, agent, symptom, hourAgo));
  }

  /// What the runs of the last hour spend their time on, against those before the agent became
  /// slow.
  private LatencyReport.@Nullable Slowest slowest(
      AgentId agent, @Nullable Instant since, Instant now) {
    Instant hourAgo = now.minusSeconds(Window.HOUR.seconds());
    Instant became = since == null ? hourAgo : since;
    TimeRange range = new TimeRange(became.isAfter(hourAgo) ? became : hourAgo, now);
    TimeRange before = new TimeRange(became.minus(Duration.ofHours(24)), became);
    return latency.slowest(agent, range, before).orElse(null);
  }

  private static Need.Rule rule(Symptom symptom) {
    return switch (symptom) {
      case Symptom.BelowObjective _ -> Need.Rule.BELOW_OBJECTIVE;
      case Symptom.Slow _ -> Need.Rule.SLOW;
      case Symptom.Silent _ -> Need.Rule.SILENT;
    };
  }
}
