package dev.metaagent.registry.register;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// The part of agent_registry that is the register, within the transaction of the caller. Agents
/// are registered that a run began with, and those of which people have said something; a name that
/// was merged into an agent is none of its own.
@Repository
class RegisterStore {

  private static final String ENTRIES =
      """
      select agent.*, coalesce(began.at, agent.first_seen_at) as earliest,
        array(
          select alias.name from agent_registry alias
          where alias.organization_id = agent.organization_id and alias.merged_into = agent.id
          order by alias.name, alias.id) as aliases,
        (select max(own.uses_unknown_before) from agent_registry own
          where own.organization_id = agent.organization_id and (own.id = agent.id or own.merged_into = agent.id)
        ) as unknown_before
      from agent_registry agent
      left join agent_changes began on began.organization_id = agent.organization_id
        and began.agent_id = agent.id and began.kind = 'first_seen' and began.name = '' and began.to_value = ''
      where agent.organization_id = :organization and agent.merged_into is null
      """;

  private static final String ALL =
      ENTRIES
          + """
          and (agent.began or began.at is not null or agent.owner is not null or agent.register_changed_at is not null
            or agent.review <> 'unreviewed')
          """;

  private static final String ONE =
      ENTRIES
          + """
          and agent.id = (
            select coalesce(meant.merged_into, meant.id) from agent_registry meant
            where meant.organization_id = :organization and meant.id = :id)
          """;

  private static final String LOCK =
      """
      select own.*, (
          select shown.name from agent_registry shown
          where shown.organization_id = own.organization_id and shown.id = own.merged_into) as shown
      from agent_registry own where own.organization_id = :organization and own.id = :id for update of own
      """;

  private static final String DESCRIBE =
      """
      update agent_registry set purpose = :purpose, team = :team, data_classes = :classes, risk = :risk,
        register_changed_at = :at, register_changed_by = :by
      where organization_id = :organization and id = :id
      """;

  private static final String REVIEW =
      """
      update agent_registry set review = :review, reviewed_at = :at, reviewed_by = :by, review_reason = :reason,
        reviewed_until = :until
      where organization_id = :organization and id = :id
      """;

  /// What the entry of an agent says of it.
  record Description(
      @Nullable String purpose,
      @Nullable String team,
      List<String> dataClasses,
      @Nullable Risk risk) {}

  /// A review, or that it was taken back; at, by and reason are null where there was none.
  record Reviewed(
      Review review,
      @Nullable Instant at,
      @Nullable String by,
      @Nullable String reason,
      @Nullable Instant until) {}

  /// The entry of an agent, kept from changes of others.
  ///
  /// @param mergedInto the name of the agent that this name belongs to; null: it is one of its own
  record Locked(
      String name, @Nullable String mergedInto, Description description, Reviewed reviewed) {}

  private final TenantSql jdbc;

  RegisterStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Every entry, without what the agents use.
  List<RegisterEntry> all(Instant now) {
    return jdbc.sql(ALL).query((row, _) -> entry(row, now)).list();
  }

  /// The entry of an agent, or of the agent that it was merged into.
  Optional<RegisterEntry> one(AgentId agent, Instant now) {
    return jdbc.sql(ONE).param("id", agent.value()).query((row, _) -> entry(row, now)).optional();
  }

  Optional<Locked> lock(AgentId agent) {
    return jdbc.sql(LOCK).param("id", agent.value()).query((row, _) -> locked(row)).optional();
  }

  void describe(AgentId agent, Description said, Instant at, String by) {
    Risk risk = said.risk();
    jdbc.sql(DESCRIBE)
        .param("id", agent.value())
        .param("purpose", said.purpose(), Types.VARCHAR)
        .param("team", said.team(), Types.VARCHAR)
        .param("classes", said.dataClasses().toArray(String[]::new))
        .param("risk", risk == null ? null : risk.wire(), Types.VARCHAR)
        .param("at", utc(at))
        .param("by", by)
        .update();
  }

  void review(AgentId agent, Reviewed reviewed) {
    jdbc.sql(REVIEW)
        .param("id", agent.value())
        .param("review", reviewed.review().wire())
        .param("at", utc(reviewed.at()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("by", reviewed.by(), Types.VARCHAR)
        .param("reason", reviewed.reason(), Types.VARCHAR)
        .param("until", utc(reviewed.until()), Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  private static Locked locked(ResultSet row) throws SQLException {
    String risk = row.getString("risk");
    return new Locked(
        row.getString("name"),
        row.getString("shown"),
        new Description(
            row.getString("purpose"),
            row.getString("team"),
            texts(row, "data_classes"),
            risk == null ? null : Risk.parse(risk)),
        new Reviewed(
            Review.parse(row.getString("review")),
            time(row, "reviewed_at"),
            row.getString("reviewed_by"),
            row.getString("review_reason"),
            time(row, "reviewed_until")));
  }

  private static RegisterEntry entry(ResultSet row, Instant now) throws SQLException {
    Instant until = time(row, "reviewed_until");
    return new RegisterEntry(
        new RegisterEntry.Registered(row.getObject("id", UUID.class), row.getString("name")),
        texts(row, "aliases"),
        row.getString("purpose"),
        row.getString("owner"),
        row.getString("team"),
        texts(row, "data_classes"),
        row.getString("risk"),
        row.getString("review"),
        time(row, "reviewed_at"),
        row.getString("reviewed_by"),
        row.getString("review_reason"),
        until,
        until != null && !until.isAfter(now),
        time(row, "register_changed_at"),
        row.getString("register_changed_by"),
        null,
        RegisterEntry.Counts.NONE,
        true,
        time(row, "unknown_before"),
        Objects.requireNonNull(time(row, "earliest")),
        Objects.requireNonNull(time(row, "last_seen_at")),
        time(row, "archived_at"));
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
