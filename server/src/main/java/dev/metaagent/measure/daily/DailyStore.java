package dev.metaagent.measure.daily;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.buckets.Aliases;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.buckets.ErrorCounts;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.buckets.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of agent_performance_metrics, and the runs from which they are made, by the system role.
@Repository
class DailyStore {

  private static final String AGENTS =
      """
      select id from agent_registry where organization_id = :organization
      """;

  private static final String KEPT_DAYS =
      """
      select execution_days from organization_retention where organization_id = :organization and execution_days is not null
      """;

  private static final String COUNT =
      """
      select who.agent as agent_id, coalesce(run.agent_version, '') as version,
        coalesce(run.prompt_name, '') as prompt_name, coalesce(run.prompt_version, '') as prompt_version,
        coalesce(run.models[1], '') as model,
        count(*) as executions, count(*) filter (where run.success) as succeeded,
        count(*) filter (where not run.success) as failed, count(*) filter (where run.success is null) as unknown,
        count(*) filter (where run.late) as late, sum(run.action_count) as actions,
        sum(run.input_tokens)::bigint as input_tokens, sum(run.output_tokens)::bigint as output_tokens,
        sum(run.cache_read_tokens)::bigint as cache_read_tokens,
        sum(run.cache_write_tokens)::bigint as cache_write_tokens, sum(run.cost_nano)::bigint as cost_nano,
        sum(run.unpriced_calls) as unpriced,
        percentile_disc(array[0.5, 0.95, 0.99]) within group (order by run.duration_nanos / 1e6::float8) as latency,
        array_agg(coalesce(run.error_type, 'unspecified')) filter (where not run.success) as error_types
      from unnest(:counted::uuid[], :members::uuid[]) as who (agent, member)
      join executions run on run.organization_id = :organization and run.agent_id = who.member
        and run.ended_at >= :start and run.ended_at < :stop
      where run.status <> 3 and run.step_count > 0
      group by 1, 2, 3, 4, 5
      """;

  private static final String STORED =
      """
      select * from agent_performance_metrics
      where organization_id = :organization and day = :day and agent_id = any(:agents)
      """;

  private static final String WAS_COUNTED =
      """
      select exists (select from agent_performance_metrics where organization_id = :organization and day = :day)
      """;

  private static final String WRITE =
      """
      insert into agent_performance_metrics (organization_id, day, agent_id, version, prompt_name, prompt_version,
        model, executions, succeeded, failed, unknown, late, actions, input_tokens, output_tokens, cache_read_tokens,
        cache_write_tokens, cost_nano, unpriced, latency_p50_ms, latency_p95_ms, latency_p99_ms, errors, revised,
        computed_at, time_zone)
      values (:organization, :day, :agent, :version, :prompt_name, :prompt_version, :model, :executions, :succeeded,
        :failed, :unknown, :late, :actions, :input_tokens, :output_tokens, :cache_read_tokens, :cache_write_tokens,
        :cost_nano, :unpriced, :p50, :p95, :p99, :errors, :revised, :computed_at, :time_zone)
      on conflict (organization_id, day, agent_id, version, prompt_name, prompt_version, model) do update set
        executions = excluded.executions, succeeded = excluded.succeeded, failed = excluded.failed,
        unknown = excluded.unknown, late = excluded.late, actions = excluded.actions,
        input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
        cache_read_tokens = excluded.cache_read_tokens, cache_write_tokens = excluded.cache_write_tokens,
        cost_nano = excluded.cost_nano, unpriced = excluded.unpriced, latency_p50_ms = excluded.latency_p50_ms,
        latency_p95_ms = excluded.latency_p95_ms, latency_p99_ms = excluded.latency_p99_ms,
        errors = excluded.errors, revised = excluded.revised, computed_at = excluded.computed_at,
        time_zone = excluded.time_zone
      """;

  private static final String REMOVE =
      """
      delete from agent_performance_metrics
      where organization_id = :organization and day = :day and agent_id = :agent and version = :version
        and prompt_name = :prompt_name and prompt_version = :prompt_version and model = :model
      """;

  /// What identifies a row of one day.
  record Key(
      AgentId agent, String version, String promptName, String promptVersion, String model) {}

  /// The numbers of a row.
  record Numbers(
      long executions,
      long succeeded,
      long failed,
      long unknown,
      long late,
      long actions,
      Tokens tokens,
      @Nullable Long costNano,
      long unpriced,
      @Nullable Double p50,
      @Nullable Double p95,
      @Nullable Double p99,
      @Nullable String errors) {}

  /// A row of one day.
  record Row(Key key, Numbers numbers) {}

  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate batches;

  DailyStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.batches = new NamedParameterJdbcTemplate(dataSource);
  }

  List<AgentId> agents(OrganizationId organization) {
    return jdbc.sql(AGENTS)
        .param("organization", organization.value())
        .query((row, number) -> new AgentId(row.getObject("id", UUID.class)))
        .list();
  }

  /// The days of runs that an organization keeps, where it keeps fewer than the installation does.
  Optional<Integer> keptDays(OrganizationId organization) {
    return jdbc.sql(KEPT_DAYS)
        .param("organization", organization.value())
        .query((row, number) -> row.getInt("execution_days"))
        .optional();
  }

  /// Counts the runs of some agents that ended in [start, stop).
  List<Row> count(
      OrganizationId organization,
      Collection<AgentId> agents,
      Aliases aliases,
      Instant start,
      Instant stop) {
    List<UUID> counted = new ArrayList<>();
    List<UUID> members = new ArrayList<>();
    for (AgentId agent : agents) {
      for (AgentId member : aliases.members(agent)) {
        counted.add(agent.value());
        members.add(member.value());
      }
    }
    return jdbc.sql(COUNT)
        .param("organization", organization.value())
        .param("counted", counted.toArray(UUID[]::new))
        .param("members", members.toArray(UUID[]::new))
        .param("start", BucketStore.utc(start))
        .param("stop", BucketStore.utc(stop))
        .query((row, number) -> counted(row))
        .list();
  }

  List<Row> stored(OrganizationId organization, LocalDate day, Collection<AgentId> agents) {
    return jdbc.sql(STORED)
        .param("organization", organization.value())
        .param("day", day)
        .param("agents", agents.stream().map(AgentId::value).toArray(UUID[]::new))
        .query((row, number) ->
            new Row(
                key(row),
                numbers(
                    row,
                    row.getObject("latency_p50_ms", Double.class),
                    row.getObject("latency_p95_ms", Double.class),
                    row.getObject("latency_p99_ms", Double.class),
                    row.getString("errors"))))
        .list();
  }

  boolean wasCounted(OrganizationId organization, LocalDate day) {
    return jdbc.sql(WAS_COUNTED)
        .param("organization", organization.value())
        .param("day", day)
        .query(Boolean.class)
        .single();
  }

  void write(
      OrganizationId organization,
      LocalDate day,
      ZoneId zone,
      List<Row> rows,
      boolean revised,
      Instant at) {
    batches.batchUpdate(
        WRITE,
        rows.stream()
            .map(row ->
                parameters(organization, day, row.key())
                    .addValues(parameters(row.numbers()).getValues())
                    .addValue("revised", revised)
                    .addValue("computed_at", BucketStore.utc(at))
                    .addValue("time_zone", zone.getId()))
            .toArray(SqlParameterSource[]::new));
  }

  void remove(OrganizationId organization, LocalDate day, Collection<Key> keys) {
    batches.batchUpdate(
        REMOVE,
        keys.stream()
            .map(key -> parameters(organization, day, key))
            .toArray(SqlParameterSource[]::new));
  }

  private static Row counted(ResultSet row) throws SQLException {
    Double[] latency =
        row.getArray("latency") == null
            ? new Double[3]
            : (Double[]) row.getArray("latency").getArray();
    Map<String, Long> errors = new TreeMap<>();
    if (row.getArray("error_types") != null) {
      Arrays.stream((String[]) row.getArray("error_types").getArray())
          .forEach(type -> errors.merge(type, 1L, Long::sum));
    }
    MetricAccumulator sorted = new MetricAccumulator();
    errors.forEach(sorted::addErrors);
    return new Row(
        key(row),
        numbers(row, latency[0], latency[1], latency[2], ErrorCounts.write(sorted.errors())));
  }

  private static Key key(ResultSet row) throws SQLException {
    return new Key(
        new AgentId(row.getObject("agent_id", UUID.class)),
        row.getString("version"),
        row.getString("prompt_name"),
        row.getString("prompt_version"),
        row.getString("model"));
  }

  private static Numbers numbers(
      ResultSet row,
      @Nullable Double p50,
      @Nullable Double p95,
      @Nullable Double p99,
      @Nullable String errors)
      throws SQLException {
    return new Numbers(
        row.getLong("executions"),
        row.getLong("succeeded"),
        row.getLong("failed"),
        row.getLong("unknown"),
        row.getLong("late"),
        row.getLong("actions"),
        new Tokens(
            row.getObject("input_tokens", Long.class),
            row.getObject("output_tokens", Long.class),
            row.getObject("cache_read_tokens", Long.class),
            row.getObject("cache_write_tokens", Long.class)),
        row.getObject("cost_nano", Long.class),
        row.getLong("unpriced"),
        p50,
        p95,
        p99,
        errors);
  }

  private static MapSqlParameterSource parameters(
      OrganizationId organization, LocalDate day, Key key) {
    return new MapSqlParameterSource()
        .addValue("organization", organization.value())
        .addValue("day", day)
        .addValue("agent", key.agent().value())
        .addValue("version", key.version())
        .addValue("prompt_name", key.promptName())
        .addValue("prompt_version", key.promptVersion())
        .addValue("model", key.model());
  }

  private static MapSqlParameterSource parameters(Numbers numbers) {
    return new MapSqlParameterSource()
        .addValue("executions", numbers.executions())
        .addValue("succeeded", numbers.succeeded())
        .addValue("failed", numbers.failed())
        .addValue("unknown", numbers.unknown())
        .addValue("late", numbers.late())
        .addValue("actions", numbers.actions())
        .addValue("input_tokens", numbers.tokens().input())
        .addValue("output_tokens", numbers.tokens().output())
        .addValue("cache_read_tokens", numbers.tokens().cacheRead())
        .addValue("cache_write_tokens", numbers.tokens().cacheWrite())
        .addValue("cost_nano", numbers.costNano())
        .addValue("unpriced", numbers.unpriced())
        .addValue("p50", numbers.p50())
        .addValue("p95", numbers.p95())
        .addValue("p99", numbers.p99())
        .addValue("errors", numbers.errors());
  }
}
