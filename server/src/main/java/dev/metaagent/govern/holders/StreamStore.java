package dev.metaagent.govern.holders;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// Rows of policy_streams of the organization in scope, inside its transaction. Their times are of
/// the clock of the database, the one that all nodes share.
@Repository
class StreamStore {

  /// A row that its node has not renewed for so long is of a stream that is gone.
  static final Duration ALIVE = Duration.ofSeconds(45);

  private static final String RENEW =
      """
      insert into policy_streams (organization_id, id, instance, agents, seen_at)
      select :organization, one.id, one.instance, one.agents::uuid[], now()
      from unnest(:ids::uuid[], :instances::uuid[], :agents::text[]) as one (id, instance, agents)
      on conflict (organization_id, id) do update set agents = excluded.agents, seen_at = excluded.seen_at
      """;

  /// What ended leaves when it was last seen with the holders.
  private static final String END =
      """
      with gone as (
        delete from policy_streams where organization_id = :organization
          and (id = any(:ids::uuid[]) or seen_at < now() - :alive * interval '1 second')
        returning id, instance, agents, case when id = any(:ids::uuid[]) then now() else seen_at end as at)
      update policy_holders holder set streamed_at = greatest(holder.streamed_at, gone.at)
      from gone
      where holder.organization_id = :organization and holder.instance = gone.instance
        and holder.agent_id = any(gone.agents)
      """;

  /// An open stream.
  record Row(UUID id, UUID instance, Set<AgentId> agents) {}

  private final TenantSql jdbc;

  StreamStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Says that streams are open now.
  void renew(List<Row> rows) {
    jdbc.sql(RENEW)
        .param("ids", rows.stream().map(row -> row.id().toString()).toArray(String[]::new))
        .param(
            "instances", rows.stream().map(row -> row.instance().toString()).toArray(String[]::new))
        .param(
            "agents",
            rows.stream()
                .map(row ->
                    row.agents().stream()
                        .map(AgentId::toString)
                        .sorted()
                        .collect(Collectors.joining(",", "{", "}")))
                .toArray(String[]::new))
        .update();
  }

  /// Removes streams that ended, and those of nodes that are gone.
  void end(Collection<UUID> ids) {
    jdbc.sql(END)
        .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
        .param("alive", ALIVE.toSeconds())
        .update();
  }
}
