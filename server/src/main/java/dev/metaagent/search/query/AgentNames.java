package dev.metaagent.search.query;

import dev.metaagent.kernel.AgentName;
import dev.metaagent.tenancy.TenantSql;
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

  private static Optional<UUID> uuid(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
