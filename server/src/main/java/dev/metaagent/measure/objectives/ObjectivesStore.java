package dev.metaagent.measure.objectives;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of agent_slas.
@Repository
public class ObjectivesStore {

  private static final String ALL =
      """
      select agent_id, success_rate, latency_p95_ms, cost_per_success_nano from agent_slas
      where organization_id = :organization
      """;

  private static final String ONE = ALL + "and agent_id = :agent";

  private static final String SET =
      """
      insert into agent_slas (organization_id, agent_id, success_rate, latency_p95_ms, cost_per_success_nano,
        updated_at, updated_by, reason)
      values (:organization, :agent, :success, :latency, :cost, :at, :by, :reason)
      on conflict (organization_id, agent_id) do update set success_rate = excluded.success_rate,
        latency_p95_ms = excluded.latency_p95_ms, cost_per_success_nano = excluded.cost_per_success_nano,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by, reason = excluded.reason
      """;

  private final JdbcClient jdbc;

  ObjectivesStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// The agents whose objectives were set; the others have the defaults.
  public Map<AgentId, Objectives> all(OrganizationId organization) {
    Map<AgentId, Objectives> all = new HashMap<>();
    jdbc.sql(ALL)
        .param("organization", organization.value())
        .query(row -> {
          all.put(new AgentId(row.getObject("agent_id", UUID.class)), objectives(row));
        });
    return all;
  }

  public Objectives of(OrganizationId organization, AgentId agent) {
    return jdbc.sql(ONE)
        .param("organization", organization.value())
        .param("agent", agent.value())
        .query((row, number) -> objectives(row))
        .optional()
        .orElse(Objectives.DEFAULT);
  }

  public void set(
      OrganizationId organization,
      AgentId agent,
      Objectives objectives,
      Instant at,
      String by,
      String reason) {
    jdbc.sql(SET)
        .param("organization", organization.value())
        .param("agent", agent.value())
        .param("success", objectives.successRate())
        .param("latency", objectives.latencyP95Ms())
        .param("cost", objectives.costPerSuccessNano())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("by", by)
        .param("reason", reason)
        .update();
  }

  private static Objectives objectives(ResultSet row) throws SQLException {
    return new Objectives(
        row.getDouble("success_rate"),
        row.getDouble("latency_p95_ms"),
        row.getLong("cost_per_success_nano"));
  }
}
