package dev.metaagent.search.groups;

import dev.metaagent.search.GroupTally;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.ExecutionSearch;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.statistics.Quantile;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Counts executions by one of their properties, from the executions themselves: the newest 50,000
/// candidates of a filter at most.
@Component
class GroupsReport {

  /// So many are counted within 200 ms; where there are more, numbers that were counted already
  /// answer if they know what is asked for.
  static final int MOST = 50_000;

  static final int MOST_KEYS = 10_000;

  private static final String COUNT =
      """
      select {key} as key, count(*) as executions, count(*) filter (where e.success) as ok,
        count(*) filter (where e.success = false) as failed, sum(e.cost_nano)::bigint as cost,
        count(*) filter (where e.unpriced_calls > 0) as unpriced, sum(e.tokens)::bigint as tokens,
        array_agg(e.duration_nanos) filter (where e.duration_nanos is not null) as durations
      from (select e.* from {rows} where {remaining}) e
      {joined}
      group by 1
      """;

  private static final String AGENTS =
      "left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id";

  private static final String MODELS =
      """
      cross join lateral unnest(case when cardinality(e.models) = 0 then array[null::text] else e.models end)
        as used(model)
      """;

  private final ExecutionList list;
  private final RecordedExecutions executions;

  GroupsReport(ExecutionList list, RecordedExecutions executions) {
    this.list = list;
    this.executions = executions;
  }

  /// What was counted.
  ///
  /// @param scannedTo everything newer was counted; null when all was
  record Counted(List<GroupTally> groups, @Nullable Instant scannedTo) {}

  /// Counts within the transaction of the caller.
  Counted of(ExecutionFilter filter, GroupBy by, Instant from) {
    Position start = Position.newest(filter.to());
    Optional<ExecutionSearch> search = list.search(filter, from, start);
    if (search.isEmpty()) {
      return new Counted(List.of(), null);
    }
    int most = search.get().lead() == ExecutionSearch.Lead.ROWS ? MOST : MOST_KEYS;
    Map<Optional<String>, Tally> tallies = new HashMap<>();
    executions.read(
        COUNT.replace("{key}", by.kind().sql()).replace("{joined}", joined(by)),
        search.get(),
        start,
        most,
        by.attribute() == null ? Map.of() : Map.of("groupedAttribute", by.attribute()),
        row ->
            tallies
                .computeIfAbsent(Optional.ofNullable(row.getString("key")), _ -> new Tally())
                .add(row));
    long counted = tallies.values().stream().mapToLong(tally -> tally.executions).sum();
    boolean all = search.get().exact() && counted < most;
    Instant reached =
        all ? null : executions.last(search.get(), start, most).map(Position::at).orElse(null);
    List<GroupTally> groups = new ArrayList<>();
    tallies.forEach((key, tally) -> groups.add(tally.of(key.orElse(null))));
    return new Counted(groups, reached);
  }

  private static String joined(GroupBy by) {
    return switch (by.kind()) {
      case AGENT -> AGENTS;
      case MODEL -> MODELS;
      case USER, ENVIRONMENT, VERSION, PROMPT_VERSION, TASK_CLASS, ATTRIBUTE -> "";
    };
  }

  /// The numbers of one group, which may be counted in several statements.
  private static final class Tally {
    private final List<Long[]> durations = new ArrayList<>();
    private long executions;
    private long ok;
    private long failed;
    private long unpriced;
    private @Nullable Long cost;
    private @Nullable Long tokens;

    void add(ResultSet row) throws SQLException {
      executions += row.getLong("executions");
      ok += row.getLong("ok");
      failed += row.getLong("failed");
      unpriced += row.getLong("unpriced");
      cost = sum(cost, row.getObject("cost", Long.class));
      tokens = sum(tokens, row.getObject("tokens", Long.class));
      Array some = row.getArray("durations");
      if (some != null) {
        durations.add((Long[]) some.getArray());
      }
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
      return one == null ? other : other == null ? one : Long.valueOf(one + other);
    }

    GroupTally of(@Nullable String key) {
      return new GroupTally(key, ok, failed, executions, cost, unpriced, tokens, p95());
    }

    private @Nullable Long p95() {
      long[] sorted =
          durations.stream()
              .flatMapToLong(part -> java.util.Arrays.stream(part).mapToLong(Long::longValue))
              .sorted()
              .toArray();
      return sorted.length == 0 ? null : (Long) Quantile.of(0.95, sorted);
    }
  }
}
