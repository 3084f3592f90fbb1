package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.buckets.BucketStore;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What the newest failed runs of an agent failed with.
@Repository
public class FailureStore {

  private static final String TOP =
      """
      with failed as (
        select day, trace_id, error_span, coalesce(error_type, 'unspecified') as type
        from executions
        where organization_id = :organization and agent_id = :agent and success = false and started_at >= :started
          and ended_at >= :since
        order by started_at desc
        limit 300
      )
      select failed.type, action.name as action, count(*) as runs
      from failed
      left join agent_execution_logs action on action.organization_id = :organization and action.day = failed.day
        and action.trace_id = failed.trace_id and action.span_id = failed.error_span
      group by failed.type, action.name
      order by runs desc, failed.type, action.name
      limit 1
      """;

  /// The most frequent way of failing.
  ///
  /// @param action the action that failed, null when that is not known
  public record TopError(String type, @Nullable String action, long count) {}

  private final JdbcClient jdbc;

  FailureStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Among the newest 300 failed runs that ended since an instant.
  Optional<TopError> top(OrganizationId organization, AgentId agent, Instant since) {
    return jdbc.sql(TOP)
        .param("organization", organization.value())
        .param("agent", agent.value())
        .param("since", BucketStore.utc(since))
        .param("started", BucketStore.utc(since.minusSeconds(86_400)))
        .query((row, number) ->
            new TopError(row.getString("type"), row.getString("action"), row.getLong("runs")))
        .optional();
  }
}
