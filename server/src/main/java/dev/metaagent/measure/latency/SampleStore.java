package dev.metaagent.measure.latency;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// The newest runs of an agent and of the names merged into it in a range, and their actions,
/// inside a tenant's transaction.
@Repository
class SampleStore {

  private static final int MOST_COUNTED = 100_000;
  private static final int MOST_ACTIONS = 30_000;
  private static final Map<Short, String> KINDS =
      Arrays.stream(ActionKind.values())
          .collect(Collectors.toUnmodifiableMap(ActionKind::code, ActionKind::wireName));

  private static final String RUNS =
      """
      select {what}
      from agent_registry member
      cross join lateral (
        select day, trace_id, span_id, ended_at, duration_nanos from executions
        where organization_id = :organization and agent_id = member.id and ended_at >= :from and ended_at < :to
          and status <> 3 and step_count > 0 and duration_nanos is not null
        order by ended_at desc limit :most) run
      where member.organization_id = :organization and (member.id = :agent or member.merged_into = :agent)
      """;

  private static final String COUNT = RUNS.replace("{what}", "count(*)");

  private static final String NEWEST =
      RUNS.replace("{what}", "run.*") + " order by run.ended_at desc limit :most";

  private static final String ACTIONS =
      """
      select l.trace_id, l.execution_span, l.span_id, l.parent_span, l.started_at, l.duration_nanos, l.kind, l.name
      from unnest(:traces::uuid[], :spans::bigint[]) k(trace_id, span_id)
      join agent_execution_logs l on l.organization_id = :organization and l.day = :day and l.trace_id = k.trace_id
        and l.execution_span = k.span_id
      where l.duration_nanos is not null
      limit :most
      """;

  /// One run that is looked at.
  record Run(LocalDate day, ExecutionId id, long durationNanos) {}

  private final TenantSql jdbc;

  SampleStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// How many runs there are, up to 100,000 of each name.
  long count(AgentId agent, TimeRange range) {
    return jdbc.sql(COUNT)
        .param("agent", agent.value())
        .param("from", BucketStore.utc(range.from()))
        .param("to", BucketStore.utc(range.to()))
        .param("most", MOST_COUNTED)
        .query(Long.class)
        .single();
  }

  List<Run> newest(AgentId agent, TimeRange range, int most) {
    return jdbc.sql(NEWEST)
        .param("agent", agent.value())
        .param("from", BucketStore.utc(range.from()))
        .param("to", BucketStore.utc(range.to()))
        .param("most", most)
        .query((row, _) ->
            new Run(
                row.getObject("day", LocalDate.class),
                new ExecutionId(
                    new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id")),
                row.getLong("duration_nanos")))
        .list();
  }

  /// The actions of some runs: at most 30,000 of each day.
  List<ActionTimes.Action> actions(List<Run> runs) {
    List<ActionTimes.Action> actions = new ArrayList<>();
    runs.stream()
        .collect(Collectors.groupingBy(Run::day))
        .forEach((day, part) ->
            jdbc.sql(ACTIONS)
                .param("day", day)
                .param(
                    "traces",
                    part.stream().map(run -> run.id().trace().value()).toArray(UUID[]::new))
                .param("spans", part.stream().map(run -> run.id().span()).toArray(Long[]::new))
                .param("most", MOST_ACTIONS)
                .query(row -> {
                  actions.add(action(row));
                }));
    return actions;
  }

  private static ActionTimes.Action action(ResultSet row) throws SQLException {
    ExecutionId run =
        new ExecutionId(
            new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("execution_span"));
    Instant started = row.getObject("started_at", OffsetDateTime.class).toInstant();
    return new ActionTimes.Action(
        run.toString(),
        row.getLong("span_id"),
        row.getLong("parent_span"),
        ChronoUnit.NANOS.between(Instant.EPOCH, started),
        row.getLong("duration_nanos"),
        KINDS.getOrDefault(row.getShort("kind"), ActionKind.OTHER.wireName()),
        row.getString("name"));
  }
}
