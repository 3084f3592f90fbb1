package dev.metaagent.measure.compare;

import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.ChangedVersion;
import dev.metaagent.tenancy.TenantSql;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Single runs of one version of an agent, the newest first, and their model calls. Inside a
/// tenant's transaction.
@Repository
class SideStore {

  private static final int MOST = 5_000;
  private static final int MOST_CALLS = 5;
  private static final int LOOKED_THROUGH = 50_000;

  /// Runs are found in the order of their end; runs of other versions are passed over.
  private static final String RUNS =
      """
      select run.* from agent_registry member
      cross join lateral (
        select * from (
          select day, trace_id, span_id, ended_at, success, duration_nanos, tokens, cost_nano, prompt_version,
            prompt_name, models, agent_version
          from executions
          where organization_id = :organization and agent_id = member.id and ended_at >= :from and ended_at < :to
            and status <> 3 and step_count > 0
          order by ended_at desc limit :looked) seen
        where {version} order by ended_at desc limit :most) run
      where member.organization_id = :organization and (member.id = :agent or member.merged_into = :agent)
      order by run.ended_at desc limit :most
      """;

  private static final String CALLS =
      """
      select span_id, pack from agent_execution_logs
      where organization_id = :organization and day = :day and trace_id = :trace and execution_span = :execution
        and kind = 1
      order by started_at, span_id limit :most
      """;

  /// One run.
  record Run(
      LocalDate day,
      ExecutionId id,
      @Nullable Boolean success,
      @Nullable Long durationNanos,
      @Nullable Long tokens,
      @Nullable Long costNano) {}

  private final TenantSql jdbc;

  SideStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// The newest 5,000 runs of a version that ended in a range.
  List<Run> runs(AgentId agent, ChangedVersion version, TimeRange range) {
    return jdbc.sql(RUNS.replace("{version}", version.inRuns()))
        .param("agent", agent.value())
        .param("from", BucketStore.utc(range.from()))
        .param("to", BucketStore.utc(range.to()))
        .param("value", version.value())
        .param("name", version.name())
        .param("looked", LOOKED_THROUGH)
        .param("most", MOST)
        .query((row, _) ->
            new Run(
                row.getObject("day", LocalDate.class),
                new ExecutionId(
                    new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id")),
                row.getObject("success", Boolean.class),
                row.getObject("duration_nanos", Long.class),
                row.getObject("tokens", Long.class),
                row.getObject("cost_nano", Long.class)))
        .list();
  }

  /// The first model calls of a run.
  List<Contents.Key> calls(Run run) {
    return jdbc.sql(CALLS)
        .param("day", run.day())
        .param("trace", run.id().trace().value())
        .param("execution", run.id().span())
        .param("most", MOST_CALLS)
        .query((row, _) ->
            new Contents.Key(run.id().trace(), row.getLong("span_id"), row.getInt("pack")))
        .list();
  }
}
