package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of agent_metric_buckets as counting writes them, by the system role.
@Repository
public class BucketStore {

  /// What identifies a row within one organization and width.
  public record Key(AgentId agent, Instant at, Dimensions dimensions) {
    public static Key of(Bucket bucket) {
      return new Key(bucket.agent(), bucket.at(), bucket.dimensions());
    }
  }

  public static final String COLUMNS =
      """
      agent_id, bucket, version, prompt_name, prompt_version, model, environment, arm, ok, failed, unknown, late,
        actions, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_nano, unpriced, latency, cost, errors
      """;

  /// Each bucket is looked up by its key: {@code offset 0} prevents the planner from reading all
  /// buckets of a width instead.
  private static final String WITHIN =
      """
      with wanted as (
        select agent, to_timestamp(start) as start, to_timestamp(start + :span) as stop
        from unnest(:agents::uuid[], :starts::bigint[]) as list (agent, start)
      )
      select %s
      from wanted
      cross join lateral (
        select * from agent_metric_buckets
        where organization_id = :organization and width = :width and agent_id = wanted.agent
          and bucket >= wanted.start and bucket < wanted.stop offset 0) as found
      order by agent_id, bucket, version, prompt_name, prompt_version, model, environment, arm
      """
          .formatted(COLUMNS);

  private static final String KEYS =
      """
      select agent_id, bucket, version, prompt_name, prompt_version, model, environment, arm
      from unnest(:agents::uuid[], :starts::bigint[]) as list (agent, start)
      cross join lateral (
        select * from agent_metric_buckets
        where organization_id = :organization and width = :width and agent_id = list.agent
          and bucket = to_timestamp(list.start) offset 0) as found
      """;

  private static final String WRITE =
      """
      insert into agent_metric_buckets (organization_id, width, %s)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (organization_id, width, agent_id, bucket, version, prompt_name, prompt_version, model, environment,
        arm)
      do update set ok = excluded.ok, failed = excluded.failed, unknown = excluded.unknown, late = excluded.late,
        actions = excluded.actions, input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
        cache_read_tokens = excluded.cache_read_tokens, cache_write_tokens = excluded.cache_write_tokens,
        cost_nano = excluded.cost_nano, unpriced = excluded.unpriced, latency = excluded.latency,
        cost = excluded.cost, errors = excluded.errors
      """
          .formatted(COLUMNS);

  private static final String REMOVE =
      """
      delete from agent_metric_buckets
      where organization_id = ? and width = ? and agent_id = ? and bucket = ? and version = ? and prompt_name = ?
        and prompt_version = ? and model = ? and environment = ? and arm = ?
      """;

  private static final String EXPIRE =
      """
      delete from agent_metric_buckets where organization_id = :organization and width = :width and bucket < :oldest
      """;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  BucketStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.batches = new JdbcTemplate(dataSource);
  }

  /// The rows of one width that lie within buckets of a coarser one, in order.
  List<Bucket> within(
      OrganizationId organization, Width width, Width coarser, Collection<BucketKey> buckets) {
    return jdbc.sql(WITHIN)
        .param("organization", organization.value())
        .param("width", width.seconds())
        .param("span", coarser.seconds())
        .param("agents", agents(buckets))
        .param("starts", starts(buckets))
        .query((row, number) -> bucket(row))
        .list();
  }

  /// The keys of the rows that the given buckets have now.
  Set<Key> keys(OrganizationId organization, Width width, Collection<BucketKey> buckets) {
    return Set.copyOf(
        jdbc.sql(KEYS)
            .param("organization", organization.value())
            .param("width", width.seconds())
            .param("agents", agents(buckets))
            .param("starts", starts(buckets))
            .query((row, number) -> new Key(agent(row), at(row), dimensions(row)))
            .list());
  }

  void write(OrganizationId organization, Width width, List<Bucket> buckets) {
    batches.batchUpdate(
        WRITE, buckets, 200, (statement, bucket) -> bind(statement, organization, width, bucket));
  }

  void remove(OrganizationId organization, Width width, Collection<Key> keys) {
    batches.batchUpdate(
        REMOVE, keys, 200, (statement, key) -> bind(statement, organization, width, key));
  }

  /// Deletes rows of one width that began before an instant.
  public int expire(OrganizationId organization, Width width, Instant oldest) {
    return jdbc.sql(EXPIRE)
        .param("organization", organization.value())
        .param("width", width.seconds())
        .param("oldest", utc(oldest))
        .update();
  }

  public static Bucket bucket(ResultSet row) throws SQLException {
    return new Bucket(agent(row), at(row), dimensions(row), tally(row));
  }

  static Dimensions dimensions(ResultSet row) throws SQLException {
    return new Dimensions(
        row.getString("version"),
        row.getString("prompt_name"),
        row.getString("prompt_version"),
        row.getString("model"),
        row.getString("environment"),
        row.getString("arm"));
  }

  static MetricAccumulator tally(ResultSet row) throws SQLException {
    MetricAccumulator tally = new MetricAccumulator();
    tally.ok = row.getInt("ok");
    tally.failed = row.getInt("failed");
    tally.unknown = row.getInt("unknown");
    tally.late = row.getInt("late");
    tally.actions = row.getLong("actions");
    tally.unpriced = row.getInt("unpriced");
    tally.costNano = row.getObject("cost_nano", Long.class);
    tally.tokens =
        new Tokens(
            row.getObject("input_tokens", Long.class),
            row.getObject("output_tokens", Long.class),
            row.getObject("cache_read_tokens", Long.class),
            row.getObject("cache_write_tokens", Long.class));
    tally.latencyMs.add(row.getBytes("latency"));
    tally.cost.add(row.getBytes("cost"));
    ErrorCounts.read(row.getString("errors"))
        .forEach(error -> tally.addErrors(error.type(), error.count()));
    return tally;
  }

  private static void bind(
      PreparedStatement statement, OrganizationId organization, Width width, Bucket bucket)
      throws SQLException {
    MetricAccumulator tally = bucket.tally();
    bind(statement, organization, width, Key.of(bucket));
    statement.setLong(11, tally.ok);
    statement.setLong(12, tally.failed);
    statement.setLong(13, tally.unknown);
    statement.setLong(14, tally.late);
    statement.setLong(15, tally.actions);
    number(statement, 16, tally.tokens.input());
    number(statement, 17, tally.tokens.output());
    number(statement, 18, tally.tokens.cacheRead());
    number(statement, 19, tally.tokens.cacheWrite());
    number(statement, 20, tally.costNano);
    statement.setLong(21, tally.unpriced);
    statement.setBytes(22, tally.latencyMs.bytes());
    statement.setBytes(23, tally.cost.bytes());
    statement.setString(24, ErrorCounts.write(tally.errors()));
  }

  private static void bind(
      PreparedStatement statement, OrganizationId organization, Width width, Key key)
      throws SQLException {
    statement.setObject(1, organization.value());
    statement.setInt(2, width.seconds());
    statement.setObject(3, key.agent().value());
    statement.setObject(4, utc(key.at()));
    statement.setString(5, key.dimensions().version());
    statement.setString(6, key.dimensions().promptName());
    statement.setString(7, key.dimensions().promptVersion());
    statement.setString(8, key.dimensions().model());
    statement.setString(9, key.dimensions().environment());
    statement.setString(10, key.dimensions().arm());
  }

  public static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static void number(PreparedStatement statement, int index, @Nullable Long value)
      throws SQLException {
    statement.setObject(index, value, Types.BIGINT);
  }

  private static AgentId agent(ResultSet row) throws SQLException {
    return new AgentId(row.getObject("agent_id", UUID.class));
  }

  private static Instant at(ResultSet row) throws SQLException {
    return row.getObject("bucket", OffsetDateTime.class).toInstant();
  }

  private static UUID[] agents(Collection<BucketKey> buckets) {
    return buckets.stream().map(bucket -> bucket.agent().value()).toArray(UUID[]::new);
  }

  private static Long[] starts(Collection<BucketKey> buckets) {
    return buckets.stream().map(bucket -> bucket.bucket().getEpochSecond()).toArray(Long[]::new);
  }
}
