package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Rows of agent_registry as people change them, of the organization in scope.
@Repository
class EditStore {

  private static final String FIND =
      """
      select id, name, framework, version, environment, owner, first_seen_at, last_seen_at, archived_at, merged_into,
        unnamed
      from agent_registry where organization_id = :organization and id = :id for update
      """;

  private static final String LOCK =
      """
      select id from agent_registry where organization_id = :organization and id = any(:ids) order by id for update
      """;

  private static final String ALIASES =
      """
      select id, name, merged_at from agent_registry
      where organization_id = :organization and merged_into = :id order by name, id
      """;

  private static final String TAKEN =
      """
      select exists (select from agent_registry where organization_id = :organization and id <> :id
        and normalized_name = :normal)
      """;

  private static final String EDIT =
      """
      update agent_registry
      set name = coalesce(:name, name),
        owner = case when :owner::text is null then owner else nullif(:owner, '') end,
        archived_at = case when :archived::boolean is null then archived_at
          when :archived then coalesce(archived_at, :at) end
      where organization_id = :organization and id = :id
      """;

  private static final String MERGE =
      """
      update agent_registry set merged_into = :into, merged_at = :at
      where organization_id = :organization and id = :id
      """;

  /// A row, and whether it is the agent of all names beyond the limit.
  record Row(AgentRecord agent, boolean unnamed) {}

  private final TenantSql jdbc;

  EditStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Locks some agents until the transaction ends, in one order, so that concurrent edits cannot
  /// deadlock.
  void lockAll(AgentId... ids) {
    jdbc.sql(LOCK)
        .param("ids", Arrays.stream(ids).map(AgentId::value).toArray(UUID[]::new))
        .query()
        .listOfRows();
  }

  /// Reads an agent and keeps others from changing it until the transaction ends.
  Optional<Row> lock(AgentId id) {
    List<AgentRecord.Alias> aliases = aliases(id);
    return jdbc.sql(FIND)
        .param("id", id.value())
        .query((row, number) -> new Row(agent(row, aliases), row.getBoolean("unnamed")))
        .optional();
  }

  List<AgentRecord.Alias> aliases(AgentId id) {
    return jdbc.sql(ALIASES)
        .param("id", id.value())
        .query((row, number) ->
            new AgentRecord.Alias(
                row.getObject("id", UUID.class), row.getString("name"), instant(row, "merged_at")))
        .list();
  }

  boolean taken(AgentId id, String normal) {
    return jdbc.sql(TAKEN)
        .param("id", id.value())
        .param("normal", normal)
        .query(Boolean.class)
        .single();
  }

  void edit(AgentId id, AgentEdit edit, Instant at) {
    jdbc.sql(EDIT)
        .param("id", id.value())
        .param("name", edit.name())
        .param("owner", edit.owner())
        .param("archived", edit.archived())
        .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .update();
  }

  void merge(AgentId id, @Nullable AgentId into, @Nullable Instant at) {
    jdbc.sql(MERGE)
        .param("id", id.value())
        .param("into", into == null ? null : into.value(), java.sql.Types.OTHER)
        .param(
            "at",
            at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC),
            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  private static AgentRecord agent(ResultSet row, List<AgentRecord.Alias> aliases)
      throws SQLException {
    return new AgentRecord(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("framework"),
        row.getString("version"),
        row.getString("environment"),
        row.getString("owner"),
        row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
        instant(row, "archived_at"),
        row.getObject("merged_into", UUID.class),
        aliases);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
