package dev.metaagent.registry.deployments;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of deployments, within the transaction of the caller. A deployment of a name that was
/// merged into an agent is one of that agent.
@Repository
class DeploymentStore {

  private static final String ADD =
      """
      insert into deployments (organization_id, id, agent_id, version, environment, vcs_repository, vcs_ref,
        vcs_commit, at, reported_by, reported_at)
      select :organization, :id, coalesce(merged_into, id), :version, :environment, :repository, :ref, :commit, :at,
        :by, :now
      from agent_registry where organization_id = :organization and id = :agent
      on conflict (organization_id, agent_id, version, environment, vcs_commit) do nothing
      """;

  private static final String COLUMNS =
      """
      select known.*, shown.id as shown, shown.name as agent_name
      from deployments known
      join agent_registry own on own.organization_id = known.organization_id and own.id = known.agent_id
      join agent_registry shown on shown.organization_id = own.organization_id
        and shown.id = coalesce(own.merged_into, own.id)
      where known.organization_id = :organization
      """;

  private static final String SAME =
      COLUMNS
          + """
              and known.version = :version and known.vcs_commit = :commit
              and known.environment is not distinct from :environment
              and known.agent_id = (
                select coalesce(merged_into, id) from agent_registry
                where organization_id = :organization and id = :agent)
          """;

  private static final String PAGE =
      COLUMNS
          + """
              and (:agent::uuid is null or shown.id = (
                select coalesce(merged_into, id) from agent_registry
                where organization_id = :organization and id = :agent))
              and (known.at, known.id) < (:at, :id)
            order by known.at desc, known.id desc
            limit :limit
          """;

  private static final String FORGET =
      """
      delete from deployments where organization_id = :organization and id in (
        select id from deployments where organization_id = :organization
        order by at desc, id desc offset :most)
      """;

  private final TenantSql jdbc;

  DeploymentStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Whether that is a new row: no deployment of the same commit is known of that version there.
  boolean add(UUID id, AgentId agent, DeploymentReport report, String by, Instant now) {
    return identified(jdbc.sql(ADD), agent, report)
            .param("id", id)
            .param("repository", report.repository(), Types.VARCHAR)
            .param("ref", report.ref(), Types.VARCHAR)
            .param("at", utc(report.at()))
            .param("by", by)
            .param("now", utc(now))
            .update()
        > 0;
  }

  /// The deployment that a report is about.
  Deployment same(AgentId agent, DeploymentReport report) {
    return identified(jdbc.sql(SAME), agent, report).query((row, _) -> deployment(row)).single();
  }

  private static JdbcClient.StatementSpec identified(
      JdbcClient.StatementSpec statement, AgentId agent, DeploymentReport report) {
    return statement
        .param("agent", agent.value())
        .param("version", report.version())
        .param("environment", report.environment(), Types.VARCHAR)
        .param("commit", report.commit());
  }

  /// Deployments below a place, newest first.
  ///
  /// @param agent of this agent and the names merged into it; null: of all
  List<Deployment> page(@Nullable AgentId agent, DeploymentPlace below, int limit) {
    return jdbc.sql(PAGE)
        .param("agent", agent == null ? null : agent.value(), Types.OTHER)
        .param("at", utc(below.at()))
        .param("id", below.id())
        .param("limit", limit)
        .query((row, _) -> deployment(row))
        .list();
  }

  /// Deletes all but the newest.
  void keep(int most) {
    jdbc.sql(FORGET).param("most", most).update();
  }

  private static Deployment deployment(ResultSet row) throws SQLException {
    return new Deployment(
        row.getObject("id", UUID.class),
        new Deployment.Deployed(row.getObject("shown", UUID.class), row.getString("agent_name")),
        row.getString("version"),
        row.getString("environment"),
        row.getString("vcs_repository"),
        row.getString("vcs_ref"),
        row.getString("vcs_commit"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("reported_by"),
        row.getObject("reported_at", OffsetDateTime.class).toInstant());
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
