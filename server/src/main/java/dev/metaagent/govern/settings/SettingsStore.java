package dev.metaagent.govern.settings;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Rows of policy_settings of the organization in scope, inside its transaction. An agent of null
/// is the fleet.
@Repository
public class SettingsStore {

  private static final TypeReference<List<Map<String, Object>>> RULES = new TypeReference<>() {};

  private static final String COLUMNS =
      """
      select agent_id, max_actions, max_seconds, max_cost_usd, max_age_seconds, after_max_age, tool_rules,
        stopped_since, stopped_reason, stopped_by, stopped_share, resumed_at, resumed_reason, resumed_by
      from policy_settings where organization_id = :organization
      """;

  private static final String ONE = COLUMNS + " and agent_id is not distinct from :agent";

  private static final String LIMITS =
      """
      insert into policy_settings (organization_id, agent_id, max_actions, max_seconds, max_cost_usd, max_age_seconds,
        after_max_age, updated_at)
      values (:organization, :agent, :actions, :seconds, :cost, :age, :after, :at)
      on conflict (organization_id, agent_id) do update set max_actions = excluded.max_actions,
        max_seconds = excluded.max_seconds, max_cost_usd = excluded.max_cost_usd,
        max_age_seconds = excluded.max_age_seconds, after_max_age = excluded.after_max_age,
        updated_at = excluded.updated_at
      """;

  private static final String TOOL_RULES =
      """
      insert into policy_settings (organization_id, agent_id, tool_rules, updated_at)
      values (:organization, :agent, :rules::jsonb, :at)
      on conflict (organization_id, agent_id) do update set tool_rules = excluded.tool_rules,
        updated_at = excluded.updated_at
      """;

  private static final String STOP =
      """
      insert into policy_settings (organization_id, agent_id, stopped_since, stopped_reason, stopped_by, stopped_share,
        resumed_at, resumed_reason, resumed_by, updated_at)
      values (:organization, :agent, :since, :reason, :by, :share, :resumed, :resumedReason, :resumedBy, :at)
      on conflict (organization_id, agent_id) do update set stopped_since = excluded.stopped_since,
        stopped_reason = excluded.stopped_reason, stopped_by = excluded.stopped_by,
        stopped_share = excluded.stopped_share, resumed_at = excluded.resumed_at,
        resumed_reason = excluded.resumed_reason, resumed_by = excluded.resumed_by, updated_at = excluded.updated_at
      """;

  private static final String LOCK =
      """
      select pg_advisory_xact_lock(hashtextextended('policy_settings ' || :organization::text || ' ' || :agent, 0))
      """;

  private final TenantSql jdbc;
  private final JsonMapper json;
  private final Clock clock;

  SettingsStore(DataSource dataSource, JsonMapper json, Clock clock) {
    this.jdbc = new TenantSql(dataSource);
    this.json = json;
    this.clock = clock;
  }

  /// Waits until nobody else changes what is set for an agent, or for the fleet, and keeps others
  /// waiting until the transaction ends: for a change that depends on what is set now.
  public void lock(@Nullable AgentId agent) {
    jdbc.sql(LOCK).param("agent", agent == null ? "fleet" : agent.toString()).query().singleRow();
  }

  /// What is set for one agent alone, or for the fleet.
  public PolicySettings of(@Nullable AgentId agent) {
    return jdbc.sql(ONE)
        .param("agent", id(agent), Types.OTHER)
        .query((row, number) -> settings(row))
        .optional()
        .orElse(PolicySettings.NONE);
  }

  /// Everything that is set; the fleet's has the key null.
  public Map<@Nullable AgentId, PolicySettings> all() {
    Map<@Nullable AgentId, PolicySettings> all = new HashMap<>();
    jdbc.sql(COLUMNS)
        .query(row -> {
          UUID agent = row.getObject("agent_id", UUID.class);
          all.put(agent == null ? null : new AgentId(agent), settings(row));
        });
    return all;
  }

  public void setLimits(@Nullable AgentId agent, PolicySettings.RunLimits limits) {
    set(LIMITS, agent)
        .param("actions", limits.maxActions(), Types.INTEGER)
        .param("seconds", limits.maxSeconds(), Types.DOUBLE)
        .param("cost", limits.maxCostUsd(), Types.NUMERIC)
        .param("age", limits.maxAgeSeconds(), Types.INTEGER)
        .param("after", limits.afterMaxAge(), Types.VARCHAR)
        .update();
  }

  public void setToolRules(@Nullable AgentId agent, List<Map<String, Object>> rules) {
    set(TOOL_RULES, agent).param("rules", json.writeValueAsString(rules)).update();
  }

  /// Sets the stop.
  ///
  /// @param stop null: it is not stopped any more
  public void setStop(@Nullable AgentId agent, PolicySettings.@Nullable Stop stop) {
    PolicySettings.Resumption resumed = stop == null ? null : stop.resumed();
    set(STOP, agent)
        .param("since", stop == null ? null : utc(stop.since()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("reason", stop == null ? null : stop.reason(), Types.VARCHAR)
        .param("by", stop == null ? null : stop.by(), Types.VARCHAR)
        .param("share", stop == null ? null : stop.share(), Types.DOUBLE)
        .param("resumed", resumed == null ? null : utc(resumed.at()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("resumedReason", resumed == null ? null : resumed.reason(), Types.VARCHAR)
        .param("resumedBy", resumed == null ? null : resumed.by(), Types.VARCHAR)
        .update();
  }

  private JdbcClient.StatementSpec set(String sql, @Nullable AgentId agent) {
    return jdbc.sql(sql)
        .param("agent", id(agent), Types.OTHER)
        .param("at", utc(clock.instant()), Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private static @Nullable UUID id(@Nullable AgentId agent) {
    return agent == null ? null : agent.value();
  }

  private static OffsetDateTime utc(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private PolicySettings settings(ResultSet row) throws SQLException {
    return new PolicySettings(
        new PolicySettings.RunLimits(
            row.getObject("max_actions", Integer.class),
            row.getObject("max_seconds", Double.class),
            row.getBigDecimal("max_cost_usd"),
            row.getObject("max_age_seconds", Integer.class),
            row.getString("after_max_age")),
        json.readValue(row.getString("tool_rules"), RULES),
        stop(row));
  }

  private static PolicySettings.@Nullable Stop stop(ResultSet row) throws SQLException {
    OffsetDateTime since = row.getObject("stopped_since", OffsetDateTime.class);
    return since == null
        ? null
        : new PolicySettings.Stop(
            since.toInstant(),
            row.getString("stopped_reason"),
            row.getString("stopped_by"),
            row.getDouble("stopped_share"),
            resumed(row));
  }

  private static PolicySettings.@Nullable Resumption resumed(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject("resumed_at", OffsetDateTime.class);
    return at == null
        ? null
        : new PolicySettings.Resumption(
            at.toInstant(), row.getString("resumed_reason"), row.getString("resumed_by"));
  }
}
