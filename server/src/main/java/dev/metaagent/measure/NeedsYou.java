package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What needs somebody now, by three rules: success below its objective, too slow, and silent. At
/// most five agents, the worst first, each with since when, what it fails with, and its newest
/// change, which is named and not blamed. Inside a tenant's transaction.
@Component
class NeedsYou {

  private static final int MOST = 5;
  private static final Duration LOOK_BACK = Duration.ofHours(24);
  private static final Duration ONSET_STEP = Duration.ofMinutes(5);
  private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(15);
  private static final int STEADY_HOURS = 6;
  private static final int GAPS_OF_SILENCE = 10;

  /// Why an agent is on the list.
  enum Rule {
    BELOW_OBJECTIVE,
    SLOW,
    SILENT;

    @com.fasterxml.jackson.annotation.JsonValue
    String wire() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// One line of what needs somebody.
  ///
  /// @param since when it began, as far as the last 24 hours show
  /// @param windowExecutions runs of the last hour
  record Need(
      Rule rule,
      AgentStatus severity,
      Answers.Agent agent,
      @Nullable Instant since,
      long windowExecutions,
      long windowFailed,
      @Nullable Double objective,
      @Nullable Rate observed,
      FailureStore.@Nullable TopError topError,
      Answers.@Nullable ChangeAnswer newestChange,
      @Nullable Double latencyP95Ms,
      @Nullable Double limitMs) {}

  private final SeriesStore series;
  private final FailureStore failures;
  private final ChangesReport changes;

  NeedsYou(SeriesStore series, FailureStore failures, ChangesReport changes) {
    this.series = series;
    this.failures = failures;
    this.changes = changes;
  }

  List<Need> of(List<Answers.AgentAnswer> agents, Instant now) {
    List<Need> needs = new ArrayList<>();
    Map<AgentId, Map<Instant, Long>> hours = runsByHour(agents, now);
    agents.stream()
        .filter(agent -> agent.archivedAt() == null)
        .flatMap(agent -> rule(agent, hours.get(AgentId.parse(agent.id())), now).stream())
        .sorted(
            Comparator.comparing((Candidate candidate) -> candidate.severity())
                .thenComparing(Candidate::rule)
                .thenComparingDouble(candidate -> -candidate.distance()))
        .limit(MOST)
        .forEach(candidate -> needs.add(need(candidate, now)));
    return needs;
  }

  private record Candidate(
      Rule rule, AgentStatus severity, double distance, Answers.AgentAnswer agent) {
    AgentId id() {
      return AgentId.parse(agent.id());
    }
  }

  private static Optional<Candidate> rule(
      Answers.AgentAnswer agent, @Nullable Map<Instant, Long> hours, Instant now) {
    Rate rate = agent.health().successRate();
    double objective = agent.objectives().successRate();
    boolean needs = agent.status() == AgentStatus.FAILING || agent.status() == AgentStatus.DEGRADED;
    if (needs && rate.high() != null && rate.high() < objective) {
      return Optional.of(
          new Candidate(Rule.BELOW_OBJECTIVE, agent.status(), objective - rate.high(), agent));
    }
    if (needs) {
      Double p95 = agent.health().latencyMs().p95();
      double distance = p95 == null ? 0 : p95 / agent.objectives().latencyP95Ms();
      return Optional.of(new Candidate(Rule.SLOW, agent.status(), distance, agent));
    }
    if (hours != null && isSilent(agent, hours, now)) {
      double gap = Duration.between(agent.lastSeenAt(), now).toSeconds();
      return Optional.of(new Candidate(Rule.SILENT, AgentStatus.DEGRADED, gap, agent));
    }
    return Optional.empty();
  }

  /// An agent that ran in each of its last six full hours, and has now been away for ten times its
  /// usual gap and at least a quarter of an hour.
  private static boolean isSilent(
      Answers.AgentAnswer agent, Map<Instant, Long> hours, Instant now) {
    Duration gap = Duration.between(agent.lastSeenAt(), now);
    if (gap.compareTo(SHORTEST_SILENCE) < 0 || gap.compareTo(LOOK_BACK) > 0) {
      return false;
    }
    Instant last = Width.HOUR.floor(agent.lastSeenAt());
    long runs = 0;
    for (int hour = 1; hour <= STEADY_HOURS; hour++) {
      Long count = hours.get(last.minus(Duration.ofHours(hour)));
      if (count == null || count == 0) {
        return false;
      }
      runs += count;
    }
    long usualGap = Duration.ofHours(STEADY_HOURS).toSeconds() / runs;
    return gap.toSeconds() > usualGap * GAPS_OF_SILENCE;
  }

  private Map<AgentId, Map<Instant, Long>> runsByHour(
      Collection<Answers.AgentAnswer> agents, Instant now) {
    List<AgentId> quiet =
        agents.stream()
            .filter(agent -> agent.lastSeenAt().isBefore(now.minus(SHORTEST_SILENCE)))
            .filter(agent -> agent.lastSeenAt().isAfter(now.minus(LOOK_BACK)))
            .map(agent -> AgentId.parse(agent.id()))
            .toList();
    Map<AgentId, Map<Instant, Long>> hours = new HashMap<>();
    if (!quiet.isEmpty()) {
      Instant from = Width.HOUR.floor(now.minus(LOOK_BACK).minus(Duration.ofHours(8)));
      List<Cover.Segment> cover = List.of(new Cover.Segment(Width.HOUR, from, now));
      series.outlines(
          Tenant.current(),
          quiet,
          cover,
          part ->
              hours
                  .computeIfAbsent(part.agent(), key -> new TreeMap<>())
                  .merge(part.at(), part.ok() + part.failed() + part.unknown(), Long::sum));
    }
    return hours;
  }

  private Need need(Candidate candidate, Instant now) {
    Answers.AgentAnswer agent = candidate.agent();
    OrganizationId organization = Tenant.current();
    Rate rate = agent.health().successRate();
    boolean below = candidate.rule() == Rule.BELOW_OBJECTIVE;
    return new Need(
        candidate.rule(),
        candidate.severity(),
        new Answers.Agent(agent.id(), agent.name()),
        since(candidate, now),
        agent.health().executions(),
        agent.health().errors().stream().mapToLong(Tally.ErrorCount::count).sum(),
        below ? (Double) agent.objectives().successRate() : null,
        rate,
        failures
            .top(organization, candidate.id(), now.minusSeconds(Window.HOUR.seconds()))
            .orElse(null),
        changes.newest(candidate.id(), now.minus(LOOK_BACK), now),
        agent.health().latencyMs().p95(),
        candidate.rule() == Rule.SLOW ? (Double) agent.objectives().latencyP95Ms() : null);
  }

  private @Nullable Instant since(Candidate candidate, Instant now) {
    return switch (candidate.rule()) {
      case SILENT -> candidate.agent().lastSeenAt();
      case SLOW -> slowSince(candidate, now);
      case BELOW_OBJECTIVE -> fellSince(candidate, now);
    };
  }

  private @Nullable Instant fellSince(Candidate candidate, Instant now) {
    List<Onset.Counts> counts = new ArrayList<>();
    tallies(candidate.id(), now)
        .forEach((at, tally) -> counts.add(new Onset.Counts(at, tally.ok, tally.failed)));
    return Onset.of(counts)
        .orElseGet(() ->
            counts.stream()
                .filter(each -> each.failed() > 0)
                .map(Onset.Counts::at)
                .findFirst()
                .orElse(null));
  }

  /// The first of the newest steps in a row whose p95 is over the limit.
  private @Nullable Instant slowSince(Candidate candidate, Instant now) {
    double limit = candidate.agent().objectives().latencyP95Ms();
    Instant since = null;
    for (Map.Entry<Instant, Tally> step : tallies(candidate.id(), now).descendingMap().entrySet()) {
      Double p95 = step.getValue().latencyMs.quantile(0.95);
      if (p95 != null && p95 <= limit) {
        break;
      }
      since = p95 == null ? since : step.getKey();
    }
    return since;
  }

  private NavigableMap<Instant, Tally> tallies(AgentId agent, Instant now) {
    Moments.Range range = new Moments.Range(now.minus(LOOK_BACK), now);
    Steps steps = Steps.of(range, ONSET_STEP, 1, now);
    List<Instant> starts = steps.starts();
    NavigableMap<Instant, Tally> tallies = new TreeMap<>();
    series.outlines(
        Tenant.current(),
        List.of(agent),
        steps.cover(now),
        part -> {
          Tally tally =
              tallies.computeIfAbsent(starts.get(steps.index(part.at())), key -> new Tally());
          tally.ok += part.ok();
          tally.failed += part.failed();
          tally.unknown += part.unknown();
          tally.latencyMs.add(part.latencyMs());
        });
    return tallies;
  }
}
