package dev.metaagent.measure.series;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.measure.buckets.Bucket;
import dev.metaagent.measure.buckets.Dimensions;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.registry.Agents;
import dev.metaagent.registry.Changes;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Numbers over time: one series for all runs, or one for each value of a dimension.
@Component
public class SeriesReport {

  private static final int MOST_POINTS = 120;
  private static final int MOST_SERIES = 50;
  private static final int MOST_RUNS = 200_000;

  /// The dimension of the series.
  public enum By {
    VERSION,
    PROMPT_VERSION,
    MODEL,
    ENVIRONMENT,
    ARM,
    AGENT,
    USER;

    String of(Bucket bucket) {
      Dimensions dimensions = bucket.dimensions();
      return switch (this) {
        case VERSION -> dimensions.version();
        case PROMPT_VERSION -> dimensions.promptVersion();
        case MODEL -> dimensions.model();
        case ENVIRONMENT -> dimensions.environment();
        case ARM -> dimensions.arm();
        case AGENT -> bucket.agent().toString();
        case USER -> "";
      };
    }

    /// The kind of change that notes the values of this dimension; null when none does.
    public @Nullable String kind() {
      return switch (this) {
        case VERSION -> Changes.VERSION;
        case PROMPT_VERSION -> Changes.PROMPT;
        case MODEL -> Changes.MODEL;
        case ENVIRONMENT, ARM, AGENT, USER -> null;
      };
    }

    String bucketColumn() {
      return switch (this) {
        case VERSION -> "version";
        case PROMPT_VERSION -> "prompt_version";
        case MODEL -> "model";
        case ENVIRONMENT -> "environment";
        case ARM -> "arm";
        case AGENT, USER -> throw new IllegalStateException(this + " is no dimension of an agent");
      };
    }

    String runColumn() {
      return switch (this) {
        case VERSION -> "agent_version";
        case MODEL -> "models[1]";
        case PROMPT_VERSION, ENVIRONMENT, ARM, AGENT, USER -> bucketColumn();
      };
    }

    public String wire() {
      return this == PROMPT_VERSION ? "promptVersion" : name().toLowerCase(Locale.ROOT);
    }

    /// The dimension that a request names; null when it names none.
    public static @Nullable By parse(@Nullable String text, Set<By> allowed) {
      if (text == null || text.isBlank()) {
        return null;
      }
      return allowed.stream()
          .filter(by -> by.wire().equals(text))
          .findFirst()
          .orElseThrow(() ->
              MetaAgentException.invalid(
                  "by",
                  "must be one of "
                      + String.join(", ", allowed.stream().map(By::wire).sorted().toList())));
    }
  }

  private final SeriesStore store;
  private final UserExecutionStore users;
  private final SightStore sights;
  private final Agents agents;
  private final TenantTransactions transactions;
  private final Clock clock;

  SeriesReport(
      SeriesStore store,
      UserExecutionStore users,
      SightStore sights,
      Agents agents,
      TenantTransactions transactions,
      Clock clock) {
    this.store = store;
    this.users = users;
    this.sights = sights;
    this.agents = agents;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// The series of one agent or of all.
  ///
  /// @param agent null for all agents
  /// @param step null for one that suits the range
  /// @param by null for one series of all runs
  public SeriesAnswer read(
      @Nullable AgentId agent, TimeRange range, @Nullable Duration step, @Nullable By by) {
    Instant now = clock.instant();
    Steps steps = Steps.of(range, step, MOST_POINTS, now);
    return transactions.read(
        () -> by == By.USER ? byUser(agent, steps) : fromBuckets(agent, steps, by, now));
  }

  private SeriesAnswer fromBuckets(
      @Nullable AgentId agent, Steps steps, @Nullable By by, Instant now) {
    Map<String, Map<Integer, MetricAccumulator>> series = new HashMap<>();
    List<AgentId> wanted = agent == null ? null : List.of(agent);
    store.whole(
        Tenant.current(),
        wanted,
        steps.plan(now),
        bucket -> {
          String value = by == null ? "" : by.of(bucket);
          tally(series, value, steps.index(bucket.at())).add(bucket.tally());
        });
    return answer(agent, steps, by, series, true);
  }

  private SeriesAnswer byUser(@Nullable AgentId agent, Steps steps) {
    Map<String, Map<Integer, MetricAccumulator>> series = new HashMap<>();
    long read =
        users.read(
            Tenant.current(),
            agent,
            steps.from(),
            steps.to(),
            MOST_RUNS,
            (user, run) -> tally(series, user, steps.index(run.bucket())).add(run));
    return answer(agent, steps, By.USER, series, read < MOST_RUNS);
  }

  private static MetricAccumulator tally(
      Map<String, Map<Integer, MetricAccumulator>> series, String value, int index) {
    return series
        .computeIfAbsent(value, key -> new HashMap<>())
        .computeIfAbsent(index, key -> new MetricAccumulator());
  }

  private SeriesAnswer answer(
      @Nullable AgentId agent,
      Steps steps,
      @Nullable By by,
      Map<String, Map<Integer, MetricAccumulator>> series,
      boolean complete) {
    if (by == null && series.isEmpty()) {
      series.put("", Map.of());
    }
    List<Map.Entry<String, Map<Integer, MetricAccumulator>>> most =
        series.entrySet().stream()
            .sorted(
                Comparator.comparingLong(
                        (Map.Entry<String, Map<Integer, MetricAccumulator>> entry) ->
                            -executions(entry.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .limit(MOST_SERIES)
            .toList();
    Map<AgentId, String> names = by == By.AGENT ? names(most) : Map.of();
    Map<String, SightStore.Sight> seen =
        agent == null || by == null || by == By.USER
            ? Map.of()
            : sights.of(agent, by, most.stream().map(Map.Entry::getKey).toList(), clock.instant());
    List<Series> list = new ArrayList<>();
    for (Map.Entry<String, Map<Integer, MetricAccumulator>> entry : most) {
      String value = entry.getKey().isEmpty() ? null : entry.getKey();
      String label = by == By.AGENT ? names.get(AgentId.parse(entry.getKey())) : value;
      SightStore.Sight sight = seen.getOrDefault(entry.getKey(), SightStore.Sight.UNKNOWN);
      list.add(
          new Series(value, label, sight.first(), sight.last(), points(steps, entry.getValue())));
    }
    return new SeriesAnswer(
        steps.from(),
        steps.to(),
        steps.length().toMillis(),
        complete && series.size() <= MOST_SERIES,
        list);
  }

  private Map<AgentId, String> names(
      List<Map.Entry<String, Map<Integer, MetricAccumulator>>> series) {
    return agents.names(
        series.stream().map(entry -> AgentId.parse(entry.getKey())).collect(Collectors.toSet()));
  }

  private static long executions(Map<Integer, MetricAccumulator> tallies) {
    return tallies.values().stream().mapToLong(MetricAccumulator::executions).sum();
  }

  private static List<Point> points(Steps steps, Map<Integer, MetricAccumulator> tallies) {
    List<Point> points = new ArrayList<>();
    List<Instant> starts = steps.starts();
    for (int i = 0; i < starts.size(); i++) {
      MetricAccumulator tally = tallies.get(i);
      points.add(Point.of(starts.get(i), tally == null ? new MetricAccumulator() : tally));
    }
    return points;
  }
}
