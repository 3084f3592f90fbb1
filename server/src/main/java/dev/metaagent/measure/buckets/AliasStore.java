package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of agent_metric_aliases: the merges that the buckets follow.
@Repository
public class AliasStore {

  private static final String FOLLOWED =
      """
      select agent_id, merged_into from agent_metric_aliases where organization_id = :organization
      """;

  private static final String CHANGED =
      """
      select organization_id, id as agent, null::uuid as before, merged_into as now
      from agent_registry registry
      where merged_into is not null and not exists (
        select from agent_metric_aliases followed
        where followed.organization_id = registry.organization_id and followed.agent_id = registry.id
          and followed.merged_into = registry.merged_into)
      union all
      select organization_id, agent_id as agent, merged_into as before, null::uuid as now
      from agent_metric_aliases followed
      where not exists (
        select from agent_registry registry
        where registry.organization_id = followed.organization_id and registry.id = followed.agent_id
          and registry.merged_into = followed.merged_into)
      """;

  private static final String FOLLOW =
      """
      insert into agent_metric_aliases (organization_id, agent_id, merged_into) values (:organization, :agent, :into)
      on conflict (organization_id, agent_id) do update set merged_into = excluded.merged_into
      """;

  private static final String LEAVE =
      """
      delete from agent_metric_aliases
      where organization_id = :organization and agent_id = :agent and merged_into = :into
      """;

  /// A merge that was made (`now`) or undone (`before`).
  public record Change(
      OrganizationId organization,
      AgentId agent,
      @Nullable AgentId before,
      @Nullable AgentId now) {}

  private final JdbcClient jdbc;

  AliasStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  public Aliases followed(OrganizationId organization) {
    Map<AgentId, AgentId> merged = new HashMap<>();
    jdbc.sql(FOLLOWED)
        .param("organization", organization.value())
        .query(row -> {
          merged.put(
              new AgentId(row.getObject("agent_id", UUID.class)),
              new AgentId(row.getObject("merged_into", UUID.class)));
        });
    return new Aliases(merged);
  }

  /// Where the registry and the buckets follow different merges.
  public List<Change> changes() {
    return jdbc.sql(CHANGED)
        .query((row, number) ->
            new Change(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new AgentId(row.getObject("agent", UUID.class)),
                agent(row.getObject("before", UUID.class)),
                agent(row.getObject("now", UUID.class))))
        .list();
  }

  /// Follows one change from now on.
  public void follow(Change change) {
    if (change.before() != null) {
      jdbc.sql(LEAVE)
          .param("organization", change.organization().value())
          .param("agent", change.agent().value())
          .param("into", change.before().value())
          .update();
    }
    if (change.now() != null) {
      jdbc.sql(FOLLOW)
          .param("organization", change.organization().value())
          .param("agent", change.agent().value())
          .param("into", change.now().value())
          .update();
    }
  }

  private static @Nullable AgentId agent(@Nullable UUID id) {
    return id == null ? null : new AgentId(id);
  }
}
