package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.Tenant;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The agents of the organization in scope, to be read inside a tenant's transaction. Names that
/// were merged into another agent are no agents of their own.
@Repository
public class AgentDirectory {

  private static final String ALL =
      """
      select agent.*, coalesce(began.at, agent.first_seen_at) as earliest,
        agent.began or began.at is not null as of_the_fleet,
        array(
          select alias.name from agent_registry alias
          where alias.organization_id = agent.organization_id and alias.merged_into = agent.id
          order by alias.name) as aliases
      from agent_registry agent
      left join agent_changes began on began.organization_id = agent.organization_id
        and began.agent_id = agent.id and began.kind = 'first_seen' and began.name = '' and began.to_value = ''
      where agent.organization_id = :organization and agent.merged_into is null
      """;

  private static final String BY_NAME = ALL + "order by agent.name, agent.id";

  private static final String ONE = ALL + "and agent.id = :id";

  /// One agent.
  ///
  /// @param aliases other names whose runs are its runs
  /// @param firstSeenAt when its earliest known run began, as its changes say; until one was
  ///   counted, when its name first came in
  /// @param lastSeenAt when telemetry of it last came in
  /// @param ofTheFleet false for a name that was only provisional until the beginning of a run was
  ///   known
  public record Entry(
      AgentId id,
      String name,
      @Nullable String framework,
      @Nullable String version,
      @Nullable String environment,
      @Nullable String owner,
      Instant firstSeenAt,
      Instant lastSeenAt,
      @Nullable Instant archivedAt,
      boolean simulated,
      List<String> aliases,
      boolean ofTheFleet) {}

  private static final RowMapper<Entry> ENTRY =
      (row, number) -> {
        OffsetDateTime archived = row.getObject("archived_at", OffsetDateTime.class);
        return new Entry(
            new AgentId(row.getObject("id", UUID.class)),
            row.getString("name"),
            row.getString("framework"),
            row.getString("version"),
            row.getString("environment"),
            row.getString("owner"),
            row.getObject("earliest", OffsetDateTime.class).toInstant(),
            row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
            archived == null ? null : archived.toInstant(),
            row.getBoolean("simulated"),
            List.of((String[]) row.getArray("aliases").getArray()),
            row.getBoolean("of_the_fleet"));
      };

  private final JdbcClient jdbc;

  AgentDirectory(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// All agents by name, including archived ones and provisional names.
  public List<Entry> all() {
    return jdbc.sql(BY_NAME).param("organization", Tenant.current().value()).query(ENTRY).list();
  }

  public Optional<Entry> find(AgentId id) {
    return jdbc.sql(ONE)
        .param("organization", Tenant.current().value())
        .param("id", id.value())
        .query(ENTRY)
        .optional();
  }
}
