package dev.metaagent.govern.approvals;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Rows of tool_approvals, of the organization in scope and inside its transaction.
@Repository
class ApprovalStore {

  private static final String COLUMNS =
      """
      select id, agent_id, execution_id, tool, arguments, rule_id, rule_reason, rule, state, asked_at, expires_at,
        asked_by, decided_by, decided_at, reason
      from tool_approvals where organization_id = :organization
      """;

  private static final String ONE = COLUMNS + " and id = :id";

  private static final String ADD =
      """
      insert into tool_approvals (organization_id, id, agent_id, execution_id, tool, arguments, rule_id, rule_reason,
        rule, state, asked_at, expires_at, asked_by)
      values (:organization, :id, :agent, :execution, :tool, :arguments::jsonb, :rule, :ruleReason, :askedRule::jsonb,
        :state, :at, :expires, :by)
      on conflict (organization_id, id) do nothing
      """;

  private static final String SAME =
      """
      select agent_id = :agent and execution_id is not distinct from :execution and tool = :tool
        and arguments is not distinct from :arguments::jsonb and rule_id is not distinct from :rule
        and expires_at = :expires
      from tool_approvals where organization_id = :organization and id = :id
      """;

  private static final String OPEN =
      """
      select count(*) from tool_approvals
      where organization_id = :organization and state = 'pending' and expires_at > :now
      """;

  private static final String LISTED =
      COLUMNS
          + """
           and {state} and {agent} and {after}
          order by {by} limit :most
          """;

  private static final String DECIDE =
      """
      update tool_approvals set state = :state, decided_by = :by, decided_at = :now, reason = :reason
      where organization_id = :organization and id = :id and state = 'pending' and expires_at > :now
      """;

  private static final String DUE =
      """
      select organization_id, id from tool_approvals where state = 'pending' and expires_at <= :now
      order by expires_at limit :most
      """;

  private static final String EXPIRE =
      """
      update tool_approvals set state = 'expired'
      where organization_id = :organization and id = any(:ids) and state = 'pending' and expires_at <= :now
      returning id, agent_id
      """;

  private static final String FORGET =
      """
      delete from tool_approvals where organization_id = :organization and asked_at < :before
      """;

  private static final String ERASE =
      """
      delete from tool_approvals where organization_id = :organization and execution_id = :execution
      """;

  /// A question whose time has passed.
  record Due(OrganizationId organization, UUID id) {}

  /// A question that has expired now.
  record Expired(UUID id, AgentId agent) {}

  private final TenantSql jdbc;
  private final JdbcClient system;
  private final JsonMapper json;

  ApprovalStore(DataSource dataSource, JsonMapper json) {
    this.jdbc = new TenantSql(dataSource);
    this.system = JdbcClient.create(dataSource);
    this.json = json;
  }

  Optional<Approval> find(UUID id) {
    return jdbc.sql(ONE).param("id", id).query((row, number) -> approval(row)).optional();
  }

  /// Adds a question; false where one with its id is there already.
  boolean add(Approval approval) {
    return asked(ADD, approval)
            .param("ruleReason", approval.ruleReason(), Types.VARCHAR)
            .param("askedRule", text(approval.rule()), Types.VARCHAR)
            .param("state", approval.state().wire())
            .param("at", utc(approval.askedAt()))
            .param("by", approval.askedBy(), Types.VARCHAR)
            .update()
        == 1;
  }

  /// Whether the question that is kept under an id asks the same.
  boolean isSame(Approval approval) {
    return asked(SAME, approval).query(Boolean.class).optional().orElse(false);
  }

  private JdbcClient.StatementSpec asked(String sql, Approval approval) {
    return jdbc.sql(sql)
        .param("id", approval.id())
        .param("agent", approval.agent().value())
        .param("execution", approval.executionId(), Types.VARCHAR)
        .param("tool", approval.tool())
        .param("arguments", text(approval.arguments()), Types.VARCHAR)
        .param("rule", approval.ruleId(), Types.VARCHAR)
        .param("expires", utc(approval.expiresAt()));
  }

  private @Nullable String text(@Nullable Object value) {
    return value == null ? null : json.writeValueAsString(value);
  }

  /// How many questions wait for a person.
  int open(Instant now) {
    return jdbc.sql(OPEN).param("now", utc(now)).query(Integer.class).single();
  }

  /// Questions after a place, in the order that belongs to what is listed.
  ///
  /// @param agent null: of every agent
  List<Approval> listed(
      ListedApprovals what, @Nullable AgentId agent, ApprovalPlace after, Instant now, int most) {
    String sql =
        LISTED
            .replace("{state}", what.condition())
            .replace("{agent}", agent == null ? "true" : "agent_id = :agent")
            .replace("{after}", what.order().after())
            .replace("{by}", what.order().by());
    return jdbc.sql(sql)
        .param("now", utc(now))
        .param("agent", agent == null ? null : agent.value(), Types.OTHER)
        .param("at", utc(after.at()))
        .param("after", after.id())
        .param("most", most)
        .query((row, number) -> approval(row))
        .list();
  }

  /// Decides a question that waits; false where it does not, or no longer.
  boolean decide(UUID id, ApprovalState state, String by, String reason, Instant now) {
    return jdbc.sql(DECIDE)
            .param("id", id)
            .param("state", state.wire())
            .param("by", by)
            .param("reason", reason)
            .param("now", utc(now))
            .update()
        == 1;
  }

  /// Questions of all organizations whose time has passed, in a system transaction.
  List<Due> due(Instant now, int most) {
    return system
        .sql(DUE)
        .param("now", utc(now))
        .param("most", most)
        .query((row, number) ->
            new Due(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getObject("id", UUID.class)))
        .list();
  }

  /// Marks those of these questions that still wait.
  List<Expired> expire(Collection<UUID> ids, Instant now) {
    return jdbc.sql(EXPIRE)
        .param("ids", ids.toArray(UUID[]::new))
        .param("now", utc(now))
        .query((row, number) ->
            new Expired(
                row.getObject("id", UUID.class),
                new AgentId(row.getObject("agent_id", UUID.class))))
        .list();
  }

  /// Removes what was asked before a time.
  int forget(Instant before) {
    return jdbc.sql(FORGET).param("before", utc(before)).update();
  }

  /// Removes what one execution asked.
  int erase(ExecutionId execution) {
    return jdbc.sql(ERASE).param("execution", execution.toString()).update();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private Approval approval(ResultSet row) throws SQLException {
    String arguments = row.getString("arguments");
    String rule = row.getString("rule");
    OffsetDateTime decidedAt = row.getObject("decided_at", OffsetDateTime.class);
    return new Approval(
        row.getObject("id", UUID.class),
        new AgentId(row.getObject("agent_id", UUID.class)),
        row.getString("execution_id"),
        row.getString("tool"),
        arguments == null ? null : json.readTree(arguments),
        row.getString("rule_id"),
        row.getString("rule_reason"),
        rule == null ? null : json.readValue(rule, AskedRule.class),
        ApprovalState.of(row.getString("state")),
        row.getObject("asked_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getString("asked_by"),
        row.getString("decided_by"),
        decidedAt == null ? null : decidedAt.toInstant(),
        row.getString("reason"));
  }
}
