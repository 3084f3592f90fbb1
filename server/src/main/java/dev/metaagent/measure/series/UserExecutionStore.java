package dev.metaagent.measure.series;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.buckets.Dimensions;
import dev.metaagent.measure.buckets.EndedExecution;
import dev.metaagent.measure.buckets.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Runs by end user: buckets have no dimension for users, so runs are read, the newest first.
@Repository
class UserExecutionStore {

  private static final String RUNS =
      """
      select user_id, agent_id, ended_at, success, late, action_count, input_tokens, output_tokens,
        cache_read_tokens, cache_write_tokens, cost_nano, unpriced_calls, duration_nanos, error_type
      from executions
      where organization_id = :organization and started_at >= :started and started_at < :to
        and ended_at >= :from and ended_at < :to and status <> 3 and step_count > 0 and user_id is not null
        and (:agent::uuid is null or agent_id = :agent::uuid)
      order by started_at desc
      limit :limit
      """;

  private static final Dimensions NONE = new Dimensions("", "", "", "", "", "");

  private final JdbcClient jdbc;

  UserExecutionStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Reads runs and answers how many there were.
  long read(
      OrganizationId organization,
      @Nullable AgentId agent,
      Instant from,
      Instant to,
      int limit,
      BiConsumer<String, EndedExecution> reader) {
    AtomicLong read = new AtomicLong();
    jdbc.sql(RUNS)
        .param("organization", organization.value())
        .param("agent", agent == null ? null : agent.toString())
        .param("started", BucketStore.utc(from.minusSeconds(86_400)))
        .param("from", BucketStore.utc(from))
        .param("to", BucketStore.utc(to))
        .param("limit", limit)
        .query(row -> {
          read.incrementAndGet();
          reader.accept(row.getString("user_id"), run(row));
        });
    return read.get();
  }

  private static EndedExecution run(ResultSet row) throws SQLException {
    return new EndedExecution(
        new AgentId(row.getObject("agent_id", UUID.class)),
        row.getObject("ended_at", OffsetDateTime.class).toInstant(),
        NONE,
        row.getObject("success", Boolean.class),
        row.getBoolean("late"),
        row.getInt("action_count"),
        new Tokens(
            row.getObject("input_tokens", Long.class),
            row.getObject("output_tokens", Long.class),
            row.getObject("cache_read_tokens", Long.class),
            row.getObject("cache_write_tokens", Long.class)),
        row.getObject("cost_nano", Long.class),
        row.getInt("unpriced_calls"),
        row.getObject("duration_nanos", Long.class),
        row.getString("error_type"));
  }
}
