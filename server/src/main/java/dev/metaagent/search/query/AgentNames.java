package dev.metaagent.observe.query;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Finds the agent that a filter names, by id or by name; an alias leads to the agent it was merged
/// into.
@Repository
class AgentNames {

  private static final String BY_ID =
      """
      select coalesce(merged_into, id) from agent_registry where id = :id
      """;

  private static final String BY_NAME =
      """
      select coalesce(merged_into, id) from agent_registry where normalized_name = :name
      """;

  private final JdbcClient jdbc;

  AgentNames(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  Optional<UUID> find(String idOrName) {
    Optional<UUID> id = uuid(idOrName);
    if (id.isPresent()) {
      return jdbc.sql(BY_ID).param("id", id.get()).query(UUID.class).optional();
    }
    String name = idOrName.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "-");
    return jdbc.sql(BY_NAME).param("name", name).query(UUID.class).optional();
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
