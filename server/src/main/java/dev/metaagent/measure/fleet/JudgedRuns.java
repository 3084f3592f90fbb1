package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.detect.Symptom;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.ChangedVersion;
import dev.metaagent.tenancy.TenantSql;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Single runs of an agent and of the names merged into it, each judged by a symptom: bad is one
/// that failed, or one that took longer than the limit. Read inside a tenant's transaction.
@Repository
class JudgedRuns {

  private static final int MOST = 20_000;
  private static final double NANOS_PER_MS = 1e6;

  private static final String MEMBERS =
      """
      from agent_registry member
      cross join lateral (
        select {columns} from executions
        where organization_id = :organization and agent_id = member.id and step_count > 0 and status <> 3 and {which}
        order by {order} limit :most) run
      where member.organization_id = :organization and (member.id = :agent or member.merged_into = :agent)
      """;

  private static final String WINDOW =
      ("select run.started_at, run.bad "
              + MEMBERS
              + "order by run.started_at, run.trace_id, run.span_id limit :most")
          .replace("{columns}", "started_at, trace_id, span_id, {bad} as bad")
          .replace("{which}", "{judged} and ended_at >= :from and ended_at < :to")
          .replace("{order}", "ended_at");

  private static final String FIRST =
      ("select min(run.started_at) as at " + MEMBERS)
          .replace("{columns}", "started_at")
          .replace("{which}", "{bad} and started_at >= :from and {version}")
          .replace("{order}", "started_at");

  private static final String LAST =
      ("select max(run.started_at) as at " + MEMBERS)
          .replace("{columns}", "started_at")
          .replace("{which}", "started_at >= :from")
          .replace("{order}", "started_at desc");

  /// One run.
  record Run(Instant startedAt, boolean bad) {}

  private final TenantSql jdbc;

  JudgedRuns(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// The runs that ended in a window, in the order of start: at most 20,000.
  List<Run> in(AgentId agent, Symptom symptom, TimeRange window) {
    return judged(WINDOW, agent, symptom)
        .param("from", BucketStore.utc(window.from()))
        .param("to", BucketStore.utc(window.to()))
        .param("most", MOST)
        .query((row, number) ->
            new Run(
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("bad")))
        .list();
  }

  /// When the first bad run began, at or after an instant.
  ///
  /// @param version only runs of this one; null for any
  Optional<Instant> firstBad(
      AgentId agent, Symptom symptom, Instant from, @Nullable ChangedVersion version) {
    return judged(
            FIRST.replace("{version}", version == null ? "true" : version.inRuns()), agent, symptom)
        .param("from", BucketStore.utc(from))
        .param("value", version == null ? "" : version.value())
        .param("name", version == null ? "" : version.name())
        .param("most", 1)
        .query((row, number) -> Optional.ofNullable(row.getObject("at", OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  /// When the last run began, at or after an instant.
  Optional<Instant> last(AgentId agent, Instant from) {
    return jdbc.sql(LAST)
        .param("agent", agent.value())
        .param("from", BucketStore.utc(from))
        .param("most", 1)
        .query((row, number) -> Optional.ofNullable(row.getObject("at", OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  private JdbcClient.StatementSpec judged(String sql, AgentId agent, Symptom symptom) {
    boolean slow = symptom instanceof Symptom.Slow;
    long limit = symptom instanceof Symptom.Slow over ? (long) (over.limitMs() * NANOS_PER_MS) : 0;
    return jdbc.sql(
            sql.replace("{bad}", slow ? "duration_nanos > :limit" : "success = false")
                .replace("{judged}", slow ? "duration_nanos is not null" : "success is not null"))
        .param("agent", agent.value())
        .param("limit", limit);
  }
}
