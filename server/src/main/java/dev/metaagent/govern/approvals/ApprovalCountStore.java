package dev.metaagent.govern.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.tenancy.TenantSql;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Counts of questions and how they ended, of the organization in scope and inside its transaction.
@Repository
class ApprovalCountStore {

  private static final String COUNTS =
      """
      select count(*) filter (where state = 'approved') as approved,
        count(*) filter (where state = 'denied') as denied,
        count(*) filter (where state = 'expired' or (state = 'pending' and expires_at <= :now)) as expired,
        count(*) filter (where state = 'pending' and expires_at > :now) as waiting
      from tool_approvals where organization_id = :organization and id <> :id and asked_at >= :since
      """;

  private static final String OF_RULE =
      COUNTS + " and rule_id = :rule and (:fleet or agent_id = :agent)";

  private static final String EARLIER =
      " and agent_id = :agent and tool = :tool and asked_at <= :before";

  private static final String OF_TOOL = COUNTS + EARLIER;

  private static final String NEWEST_OF_TOOL =
      """
      select id, state, expires_at, decided_by, decided_at, reason
      from tool_approvals
      where organization_id = :organization and id <> :id and asked_at >= :since
      """
          + EARLIER
          + """
           and (state <> 'pending' or expires_at <= :now)
          order by asked_at desc, id desc limit :most
          """;

  private static final String ENDED_SINCE =
      """
      select count(*) filter (where state = 'approved') as approved,
        count(*) filter (where state = 'denied') as denied,
        count(*) filter (where state not in ('approved', 'denied')) as expired,
        percentile_cont(0.5) within group (order by extract(epoch from decided_at - asked_at) * 1000) as median
      from tool_approvals
      where organization_id = :organization and (state <> 'pending' or expires_at <= :now)
        and coalesce(decided_at, expires_at) >= :since
      """;

  /// How many questions ended how.
  record Counts(long approved, long denied, long expired, long waiting) {}

  /// How many questions ended since a time.
  ///
  /// @param medianMs half of the decisions took at most this long; null: nobody decided
  record Ended(long approved, long denied, long expired, @Nullable Long medianMs) {}

  /// An earlier question that is over.
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "EarlierApproval")
  record Earlier(
      UUID id,
      ApprovalState state,
      Instant endedAt,
      @Nullable String decidedBy,
      @Nullable String reason) {}

  private final TenantSql jdbc;

  ApprovalCountStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// What else the rule of a question asked since a time: of the same agent, or of all agents where
  /// it is a rule of the fleet.
  Counts ofRule(Approval approval, Instant since, Instant now) {
    return about(OF_RULE, approval, since, now)
        .param("rule", approval.ruleId())
        .param("fleet", approval.rule() != null && approval.rule().fleet())
        .query((row, number) -> counts(row))
        .single();
  }

  /// What was asked before about the same tool of the same agent.
  Counts ofTool(Approval approval, Instant since, Instant now) {
    return earlier(OF_TOOL, approval, since, now).query((row, number) -> counts(row)).single();
  }

  /// The newest of these that are over.
  List<Earlier> newestOfTool(Approval approval, Instant since, Instant now, int most) {
    return earlier(NEWEST_OF_TOOL, approval, since, now)
        .param("most", most)
        .query((row, number) -> {
          ApprovalState state = ApprovalState.of(row.getString("state"));
          OffsetDateTime decided = row.getObject("decided_at", OffsetDateTime.class);
          OffsetDateTime expired = row.getObject("expires_at", OffsetDateTime.class);
          return new Earlier(
              row.getObject("id", UUID.class),
              state == ApprovalState.PENDING ? ApprovalState.EXPIRED : state,
              (decided == null ? expired : decided).toInstant(),
              row.getString("decided_by"),
              row.getString("reason"));
        })
        .list();
  }

  /// What ended since a time.
  Ended endedSince(Instant since, Instant now) {
    return jdbc.sql(ENDED_SINCE)
        .param("since", utc(since))
        .param("now", utc(now))
        .query((row, number) -> {
          double median = row.getDouble("median");
          return new Ended(
              row.getLong("approved"),
              row.getLong("denied"),
              row.getLong("expired"),
              row.wasNull() ? null : (Long) Math.round(median));
        })
        .single();
  }

  private JdbcClient.StatementSpec earlier(
      String sql, Approval approval, Instant since, Instant now) {
    return about(sql, approval, since, now)
        .param("tool", approval.tool())
        .param("before", utc(approval.askedAt()));
  }

  private JdbcClient.StatementSpec about(
      String sql, Approval approval, Instant since, Instant now) {
    return jdbc.sql(sql)
        .param("id", approval.id())
        .param("agent", approval.agent().value())
        .param("since", utc(since))
        .param("now", utc(now));
  }

  private static Counts counts(ResultSet row) throws SQLException {
    return new Counts(
        row.getLong("approved"),
        row.getLong("denied"),
        row.getLong("expired"),
        row.getLong("waiting"));
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
