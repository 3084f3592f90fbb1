package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.AgentName;
import dev.metaagent.kernel.OrganizationId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of agent_registry as registration reads and writes them.
@Repository
class AgentStore {

  private static final String REGISTERED =
      """
      select normalized_name, coalesce(merged_into, id) as id, unnamed from agent_registry
      where organization_id = :organization
      """;

  private static final String FIND =
      """
      select coalesce(merged_into, id) as id from agent_registry
      where organization_id = :organization and normalized_name = :normal
      """;

  private static final String REGISTER =
      """
      insert into agent_registry (organization_id, id, name, normalized_name, framework, version, environment,
        first_seen_at, last_seen_at, unnamed, simulated, began)
      values (:organization, :id, :name, :normal, :framework, :version, :environment, :at, :at, :unnamed,
        coalesce((select simulated from organizations where id = :organization), false), :began)
      on conflict do nothing
      """;

  private static final String SEEN =
      """
      update agent_registry
      set last_seen_at = greatest(last_seen_at, :at), first_seen_at = least(first_seen_at, :at),
        framework = coalesce(:framework, framework), version = coalesce(:version, version),
        environment = coalesce(:environment, environment), began = began or :began
      where organization_id = :organization and id = :id
      """;

  private static final String NAMES =
      """
      select id, name from agent_registry where organization_id = :organization and id = any(:ids)
      """;

  private static final String EVERY_NAME =
      """
      select id, name, normalized_name, coalesce(merged_into, id) as agent from agent_registry
      where organization_id = :organization
      """;

  private final JdbcClient jdbc;

  AgentStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  @Nullable AgentId find(OrganizationId organization, String normal) {
    return jdbc.sql(FIND)
        .param("organization", organization.value())
        .param("normal", normal)
        .query((row, number) -> new AgentId(row.getObject("id", UUID.class)))
        .optional()
        .orElse(null);
  }

  /// All names of an organization.
  RegisteredNames names(OrganizationId organization) {
    Map<String, AgentId> agents = new HashMap<>();
    AtomicInteger counted = new AtomicInteger();
    jdbc.sql(REGISTERED)
        .param("organization", organization.value())
        .query(row -> {
          agents.put(
              row.getString("normalized_name"), new AgentId(row.getObject("id", UUID.class)));
          counted.addAndGet(row.getBoolean("unnamed") ? 0 : 1);
        });
    return new RegisteredNames(agents, counted.get());
  }

  /// Registers an agent; one that was registered meanwhile stays as it is.
  void register(OrganizationId organization, AgentId id, String normal, Sighting sighting) {
    jdbc.sql(REGISTER)
        .param("organization", organization.value())
        .param("id", id.value())
        .param("name", AgentName.shown(sighting.name()))
        .param("normal", normal)
        .param("framework", sighting.framework())
        .param("version", sighting.version())
        .param("environment", sighting.environment())
        .param("at", Timestamp.from(sighting.at()))
        .param("unnamed", normal.equals(AgentName.UNNAMED))
        .param("began", sighting.began())
        .update();
  }

  void seen(OrganizationId organization, AgentId id, Sighting sighting, Instant at) {
    jdbc.sql(SEEN)
        .param("organization", organization.value())
        .param("id", id.value())
        .param("framework", sighting.framework())
        .param("version", sighting.version())
        .param("environment", sighting.environment())
        .param("at", Timestamp.from(at))
        .param("began", sighting.began())
        .update();
  }

  record Named(AgentId id, String name) {}

  List<Named> names(OrganizationId organization, UUID[] ids) {
    return jdbc.sql(NAMES)
        .param("organization", organization.value())
        .param("ids", ids)
        .query((row, number) ->
            new Named(new AgentId(row.getObject("id", UUID.class)), row.getString("name")))
        .list();
  }

  List<KnownName> everyName(OrganizationId organization) {
    return jdbc.sql(EVERY_NAME)
        .param("organization", organization.value())
        .query((row, number) ->
            new KnownName(
                new AgentId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getString("normalized_name"),
                new AgentId(row.getObject("agent", UUID.class))))
        .list();
  }
}
