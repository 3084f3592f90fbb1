package dev.metaagent.measure.health;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.buckets.Bucket;
import dev.metaagent.measure.buckets.BucketKey;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.buckets.ErrorCounts;
import dev.metaagent.measure.buckets.Tokens;
import dev.metaagent.measure.buckets.Width;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of agent_health_realtime, and the newest buckets from which they are made.
@Repository
public class HealthStore {

  private static final String NEWEST =
      """
      select width, %1$s from agent_metric_buckets
      where organization_id = :organization and width = 10 and agent_id = any(:agents) and bucket >= :tens
      union all
      select width, %1$s from agent_metric_buckets
      where organization_id = :organization and width = 60 and agent_id = any(:agents) and bucket >= :minutes
        and bucket < :cut
      """
          .formatted(BucketStore.COLUMNS);

  private static final String WRITE =
      """
      insert into agent_health_realtime (organization_id, agent_id, window_seconds, as_of, executions, succeeded,
        failed, unknown, latency_p50_ms, latency_p95_ms, latency_p99_ms, cost_nano, input_tokens, output_tokens,
        cache_read_tokens, cache_write_tokens, errors)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (organization_id, agent_id, window_seconds) do update set as_of = excluded.as_of,
        executions = excluded.executions, succeeded = excluded.succeeded, failed = excluded.failed,
        unknown = excluded.unknown, latency_p50_ms = excluded.latency_p50_ms,
        latency_p95_ms = excluded.latency_p95_ms, latency_p99_ms = excluded.latency_p99_ms,
        cost_nano = excluded.cost_nano, input_tokens = excluded.input_tokens,
        output_tokens = excluded.output_tokens, cache_read_tokens = excluded.cache_read_tokens,
        cache_write_tokens = excluded.cache_write_tokens, errors = excluded.errors,
        changed_in = pg_current_xact_id()
      """;

  private static final String AGEING =
      """
      select distinct organization_id, agent_id from agent_health_realtime
      where executions > 0 and as_of < :before
      """;

  private static final String OF_WINDOW =
      """
      select * from agent_health_realtime where organization_id = :organization and window_seconds = :window
      """;

  private static final String OF_AGENT =
      OF_WINDOW
          + """
           and agent_id = :agent
          """;

  private static final String OF_AGENTS =
      """
      select * from agent_health_realtime where organization_id = :organization and agent_id = any(:agents)
      """;

  private static final String OLDEST_RUNNING =
      """
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      """;

  private static final String CHANGED =
      """
      select organization_id, agent_id, max(changed_in::text::bigint) as changed_in from agent_health_realtime
      where organization_id = any(:organizations) and changed_in >= :since::text::xid8
      group by organization_id, agent_id
      """;

  /// A bucket and its width.
  record Part(Width width, Bucket bucket) {}

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  HealthStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.batches = new JdbcTemplate(dataSource);
  }

  /// Ten-second buckets from one instant on, and minutes before `cut` from another on.
  public List<Part> newest(
      OrganizationId organization,
      Collection<AgentId> agents,
      Instant tens,
      Instant minutes,
      Instant cut) {
    return jdbc.sql(NEWEST)
        .param("organization", organization.value())
        .param("agents", agents.stream().map(AgentId::value).toArray(UUID[]::new))
        .param("tens", BucketStore.utc(tens))
        .param("minutes", BucketStore.utc(minutes))
        .param("cut", BucketStore.utc(cut))
        .query((row, number) -> new Part(Width.of(row.getInt("width")), BucketStore.bucket(row)))
        .list();
  }

  /// Writes the health of agents of one organization, in the order of the primary key, so that
  /// concurrent transactions do not wait for each other.
  public void write(OrganizationId organization, Map<AgentId, List<Health>> healths) {
    record Row(AgentId agent, Health health) {}
    List<Row> rows =
        healths.entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(each -> new Row(entry.getKey(), each)))
            .sorted(
                Comparator.comparing((Row row) -> row.agent().value())
                    .thenComparing(row -> row.health().window()))
            .toList();
    batches.batchUpdate(
        WRITE,
        rows,
        200,
        (statement, row) -> bind(statement, organization, row.agent(), row.health()));
  }

  /// Agents that had runs in a window which was last looked at before an instant.
  List<BucketKey> ageing(Instant before) {
    return jdbc.sql(AGEING)
        .param("before", BucketStore.utc(before))
        .query((row, number) ->
            new BucketKey(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new AgentId(row.getObject("agent_id", UUID.class)),
                before))
        .list();
  }

  /// The health of all agents of an organization in one window.
  public Map<AgentId, Health> all(OrganizationId organization, Window window) {
    Map<AgentId, Health> healths = new HashMap<>();
    jdbc.sql(OF_WINDOW)
        .param("organization", organization.value())
        .param("window", window.seconds())
        .query(row -> {
          healths.put(new AgentId(row.getObject("agent_id", UUID.class)), health(row, window));
        });
    return healths;
  }

  /// The health of some agents in every window.
  public Map<AgentId, Map<Window, Health>> windows(
      OrganizationId organization, Collection<AgentId> agents) {
    Map<AgentId, Map<Window, Health>> healths = new HashMap<>();
    jdbc.sql(OF_AGENTS)
        .param("organization", organization.value())
        .param("agents", agents.stream().map(AgentId::value).toArray(UUID[]::new))
        .query(row -> {
          Window window = Window.of(row.getInt("window_seconds"));
          healths
              .computeIfAbsent(
                  new AgentId(row.getObject("agent_id", UUID.class)),
                  agent -> new EnumMap<>(Window.class))
              .put(window, health(row, window));
        });
    return healths;
  }

  /// The oldest transaction that runs now: rows that change later are written by it or later ones.
  public long oldestRunning() {
    return jdbc.sql(OLDEST_RUNNING).query(Long.class).single();
  }

  /// The agents whose rows a transaction or later ones wrote, and the last that did.
  public Map<OrganizationId, Map<AgentId, Long>> changed(
      Collection<OrganizationId> organizations, long since) {
    Map<OrganizationId, Map<AgentId, Long>> changed = new HashMap<>();
    jdbc.sql(CHANGED)
        .param(
            "organizations", organizations.stream().map(OrganizationId::value).toArray(UUID[]::new))
        .param("since", Long.toString(since))
        .query(row -> {
          changed
              .computeIfAbsent(
                  new OrganizationId(row.getObject("organization_id", UUID.class)),
                  organization -> new HashMap<>())
              .put(new AgentId(row.getObject("agent_id", UUID.class)), row.getLong("changed_in"));
        });
    return changed;
  }

  public Health one(OrganizationId organization, AgentId agent, Window window, Instant now) {
    return jdbc.sql(OF_AGENT)
        .param("organization", organization.value())
        .param("window", window.seconds())
        .param("agent", agent.value())
        .query((row, number) -> health(row, window))
        .optional()
        .orElseGet(() -> Health.nothing(window, now));
  }

  private static Health health(ResultSet row, Window window) throws SQLException {
    return new Health(
        window,
        row.getObject("as_of", OffsetDateTime.class).toInstant(),
        row.getInt("succeeded"),
        row.getInt("failed"),
        row.getInt("unknown"),
        row.getObject("latency_p50_ms", Double.class),
        row.getObject("latency_p95_ms", Double.class),
        row.getObject("latency_p99_ms", Double.class),
        row.getObject("cost_nano", Long.class),
        new Tokens(
            row.getObject("input_tokens", Long.class),
            row.getObject("output_tokens", Long.class),
            row.getObject("cache_read_tokens", Long.class),
            row.getObject("cache_write_tokens", Long.class)),
        ErrorCounts.read(row.getString("errors")));
  }

  private static void bind(
      PreparedStatement statement, OrganizationId organization, AgentId agent, Health health)
      throws SQLException {
    statement.setObject(1, organization.value());
    statement.setObject(2, agent.value());
    statement.setInt(3, health.window().seconds());
    statement.setObject(4, BucketStore.utc(health.asOf()));
    statement.setLong(5, health.executions());
    statement.setLong(6, health.ok());
    statement.setLong(7, health.failed());
    statement.setLong(8, health.unknown());
    statement.setObject(9, health.p50(), Types.DOUBLE);
    statement.setObject(10, health.p95(), Types.DOUBLE);
    statement.setObject(11, health.p99(), Types.DOUBLE);
    statement.setObject(12, health.costNano(), Types.BIGINT);
    statement.setObject(13, health.tokens().input(), Types.BIGINT);
    statement.setObject(14, health.tokens().output(), Types.BIGINT);
    statement.setObject(15, health.tokens().cacheRead(), Types.BIGINT);
    statement.setObject(16, health.tokens().cacheWrite(), Types.BIGINT);
    statement.setString(17, ErrorCounts.write(health.errors()));
  }
}
