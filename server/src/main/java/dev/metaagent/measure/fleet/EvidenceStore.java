package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.detect.Symptom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The newest executions that show a symptom.
@Repository
class EvidenceStore {

  private static final int MOST = 3;
  private static final double NANOS_PER_MS = 1e6;

  private static final String SHOWING =
      """
      select trace_id, span_id from executions
      where organization_id = :organization and agent_id = :agent and started_at >= :started and ended_at >= :since
        and status <> 3 and step_count > 0 and (not :failed or success = false)
        and (:over::bigint is null or duration_nanos > :over::bigint)
      order by started_at desc
      limit :most
      """;

  private final JdbcClient jdbc;

  EvidenceStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Ids, the newest first.
  ///
  /// @param since when it is not about silence
  List<String> of(OrganizationId organization, AgentId agent, Symptom symptom, Instant since) {
    return switch (symptom) {
      case Symptom.BelowObjective _ -> showing(organization, agent, since, true, null);
      case Symptom.Slow slow ->
          showing(organization, agent, since, false, (long) (slow.limitMs() * NANOS_PER_MS));
      case Symptom.Silent silent ->
          showing(organization, agent, silent.last().minusSeconds(3_600), false, null);
    };
  }

  private List<String> showing(
      OrganizationId organization,
      AgentId agent,
      Instant since,
      boolean failed,
      @Nullable Long over) {
    return jdbc.sql(SHOWING)
        .param("organization", organization.value())
        .param("agent", agent.value())
        .param("since", BucketStore.utc(since))
        .param("started", BucketStore.utc(since.minusSeconds(86_400)))
        .param("failed", failed)
        .param("over", over)
        .param("most", MOST)
        .query((row, number) ->
            new ExecutionId(
                    new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id"))
                .toString())
        .list();
  }
}
