package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Numbers over time: one series for all runs, or one for each value of a dimension.
@Component
class SeriesReport {

  private static final int MOST_POINTS = 120;
  private static final int MOST_SERIES = 50;
  private static final int MOST_RUNS = 200_000;

  /// What runs can be told apart by.
  enum By {
    VERSION,
    PROMPT_VERSION,
    MODEL,
    ENVIRONMENT,
    AGENT,
    USER;

    String of(Bucket bucket) {
      Dimensions dimensions = bucket.dimensions();
      return switch (this) {
        case VERSION -> dimensions.version();
        case PROMPT_VERSION -> dimensions.promptVersion();
        case MODEL -> dimensions.model();
        case ENVIRONMENT -> dimensions.environment();
        case AGENT -> bucket.agent().toString();
        case USER -> "";
      };
    }

    String wire() {
      return this == PROMPT_VERSION ? "promptVersion" : name().toLowerCase(Locale.ROOT);
    }

    static Optional<By> named(String wire, Set<By> allowed) {
      return allowed.stream().filter(by -> by.wire().equals(wire)).findFirst();
    }
  }

  private final SeriesStore store;
  private final UserRunStore users;
  private final Agents agents;
  private final TenantTransactions transactions;
  private final Clock clock;

  SeriesReport(
      SeriesStore store,
      UserRunStore users,
      Agents agents,
      TenantTransactions transactions,
      Clock clock) {
    this.store = store;
    this.users = users;
    this.agents = agents;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// @param agent null for all agents
  /// @param step null for one that suits the range
  /// @param by null for one series of all runs
  Answers.SeriesAnswer read(
      @Nullable AgentId agent, Moments.Range range, @Nullable Duration step, @Nullable By by) {
    Instant now = clock.instant();
    Steps steps = Steps.of(range, step, MOST_POINTS, now);
    return transactions.read(
        () -> by == By.USER ? byUser(agent, steps) : fromBuckets(agent, steps, by, now));
  }

  private Answers.SeriesAnswer fromBuckets(
      @Nullable AgentId agent, Steps steps, @Nullable By by, Instant now) {
    Map<String, Map<Integer, Tally>> series = new HashMap<>();
    List<AgentId> wanted = agent == null ? null : List.of(agent);
    store.whole(
        Tenant.current(),
        wanted,
        steps.cover(now),
        bucket -> {
          String value = by == null ? "" : by.of(bucket);
          tally(series, value, steps.index(bucket.at())).add(bucket.tally());
        });
    return answer(steps, by, series, true);
  }

  private Answers.SeriesAnswer byUser(@Nullable AgentId agent, Steps steps) {
    Map<String, Map<Integer, Tally>> series = new HashMap<>();
    long read =
        users.read(
            Tenant.current(),
            agent,
            steps.from(),
            steps.to(),
            MOST_RUNS,
            (user, run) -> tally(series, user, steps.index(run.bucket())).add(run));
    return answer(steps, By.USER, series, read < MOST_RUNS);
  }

  private static Tally tally(Map<String, Map<Integer, Tally>> series, String value, int index) {
    return series
        .computeIfAbsent(value, key -> new HashMap<>())
        .computeIfAbsent(index, key -> new Tally());
  }

  private Answers.SeriesAnswer answer(
      Steps steps, @Nullable By by, Map<String, Map<Integer, Tally>> series, boolean complete) {
    if (by == null && series.isEmpty()) {
      series.put("", Map.of());
    }
    List<Map.Entry<String, Map<Integer, Tally>>> most =
        series.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Map<Integer, Tally>> entry) ->
                        -executions(entry.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .limit(MOST_SERIES)
            .toList();
    Map<AgentId, String> names = by == By.AGENT ? names(most) : Map.of();
    List<Answers.Series> list = new ArrayList<>();
    for (Map.Entry<String, Map<Integer, Tally>> entry : most) {
      String value = entry.getKey().isEmpty() ? null : entry.getKey();
      String label = by == By.AGENT ? names.get(AgentId.parse(entry.getKey())) : value;
      list.add(new Answers.Series(value, label, points(steps, entry.getValue())));
    }
    return new Answers.SeriesAnswer(
        steps.from(),
        steps.to(),
        steps.length().toMillis(),
        complete && series.size() <= MOST_SERIES,
        list);
  }

  private Map<AgentId, String> names(List<Map.Entry<String, Map<Integer, Tally>>> series) {
    return agents.names(
        series.stream().map(entry -> AgentId.parse(entry.getKey())).collect(Collectors.toSet()));
  }

  private static long executions(Map<Integer, Tally> tallies) {
    return tallies.values().stream().mapToLong(Tally::executions).sum();
  }

  private static List<Answers.Point> points(Steps steps, Map<Integer, Tally> tallies) {
    List<Answers.Point> points = new ArrayList<>();
    List<Instant> starts = steps.starts();
    for (int i = 0; i < starts.size(); i++) {
      Tally tally = tallies.get(i);
      points.add(Answers.Point.of(starts.get(i), tally == null ? new Tally() : tally));
    }
    return points;
  }
}
