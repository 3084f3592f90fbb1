package dev.metaagent.search.query;

import dev.metaagent.kernel.AgentName;
import dev.metaagent.tenancy.TenantSql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// Finds the agent that a filter names, by id or by name; an alias leads to the agent it was merged
/// into.
@Repository
public class AgentNames {

  private static final String BY_ID =
      """
      select coalesce(merged_into, id) from agent_registry where organization_id = :organization and id = :id
      """;

  private static final String BY_NAME =
      """
      select coalesce(merged_into, id) from agent_registry
      where organization_id = :organization and normalized_name = :name
      """;

  private static final String MEMBERS =
      """
      select id from agent_registry where organization_id = :organization and (id = :id or merged_into = :id) order by id
      """;

  private static final String NAMES =
      """
      select id, name from agent_registry where organization_id = :organization and id = any(:ids)
      """;

  private final TenantSql jdbc;

  public AgentNames(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  public Optional<UUID> find(String idOrName) {
    Optional<UUID> id = uuid(idOrName);
    if (id.isPresent()) {
      return jdbc.sql(BY_ID).param("id", id.get()).query(UUID.class).optional();
    }
    return jdbc.sql(BY_NAME)
        .param("name", AgentName.normalise(idOrName))
        .query(UUID.class)
        .optional();
  }

  /// The ids under which the runs of an agent are stored: its own, and those of the names merged
  /// into it; empty when there is no such agent.
  public List<UUID> members(String idOrName) {
    return find(idOrName)
        .map(id ->
            jdbc.sql(MEMBERS)
                .param("id", id)
                .query((row, _) -> Objects.requireNonNull(row.getObject("id", UUID.class)))
                .list())
        .orElse(List.of());
  }

  /// Names of agents by id.
  public Map<UUID, String> names(Collection<UUID> ids) {
    Map<UUID, String> names = new HashMap<>();
    jdbc.sql(NAMES)
        .param("ids", ids.toArray(UUID[]::new))
        .query(row -> {
          names.put(row.getObject("id", UUID.class), row.getString("name"));
        });
    return names;
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
