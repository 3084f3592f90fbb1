package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.SourceRevision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of agent_changes: the first time each value was seen. Rows without a value before are where
/// an agent began; only first_seen is shown of those.
@Repository
class ChangeStore {

  private static final String NOTE =
      """
      insert into agent_changes as known (organization_id, agent_id, kind, name, to_value, at, vcs_repository,
        vcs_ref, vcs_commit)
      values (:organization, :agent, :kind, :name, :value, :at, :repository, :ref, :commit)
      on conflict (organization_id, agent_id, kind, name, to_value) do update set at = excluded.at,
        vcs_repository = excluded.vcs_repository, vcs_ref = excluded.vcs_ref, vcs_commit = excluded.vcs_commit
        where known.at > excluded.at
      """;

  private static final String ORDER =
      """
      update agent_changes change set from_value = ordered.previous
      from (
        select agent_id, kind, name, to_value,
          coalesce(lag(to_value) over (partition by agent_id, kind, name order by at, to_value), '') as previous
        from agent_changes where organization_id = :organization and agent_id = any(:agents)
      ) ordered
      where change.organization_id = :organization and change.agent_id = ordered.agent_id
        and change.kind = ordered.kind and change.name = ordered.name and change.to_value = ordered.to_value
        and change.from_value <> ordered.previous
      """;

  private static final String LIST =
      """
      with page as (
        select change.at, change.agent_id, shown.id as agent, shown.name as agent_name, change.kind, change.name,
          change.from_value, change.to_value, change.vcs_repository, change.vcs_ref, change.vcs_commit
        from agent_changes change
        join agent_registry own on own.organization_id = change.organization_id and own.id = change.agent_id
        join agent_registry shown on shown.organization_id = change.organization_id
          and shown.id = coalesce(own.merged_into, own.id)
        where change.organization_id = :organization and change.at >= :from and change.at < :to
          and (change.kind = 'first_seen' or change.from_value <> '')
          and (:agent::uuid is null or shown.id = :agent::uuid)
        order by change.at desc, change.agent_id, change.kind, change.name, change.to_value
        limit :limit)
      select page.at, page.agent, page.agent_name, page.kind, page.name, page.from_value, page.to_value,
        page.vcs_commit is null as deployed,
        coalesce(page.vcs_commit, deployment.vcs_commit) as vcs_commit,
        case when page.vcs_commit is null then deployment.vcs_repository else page.vcs_repository end as vcs_repository,
        case when page.vcs_commit is null then deployment.vcs_ref else page.vcs_ref end as vcs_ref
      from page
      left join lateral (
        select known.vcs_repository, known.vcs_ref, known.vcs_commit
        from deployments known
        join agent_registry own on own.organization_id = known.organization_id and own.id = known.agent_id
        where known.organization_id = :organization and known.version = page.to_value
          and known.at <= page.at + interval '1 day'
          and coalesce(own.merged_into, own.id) = page.agent
        order by known.at > page.at, abs(extract(epoch from known.at - page.at)), known.id desc limit 1
      ) deployment on page.vcs_commit is null and page.kind = 'version'
      order by page.at desc, page.agent_id, page.kind, page.name, page.to_value
      """;

  private static final String VALUES =
      """
      select change.to_value
      from agent_changes change
      join agent_registry own on own.organization_id = change.organization_id and own.id = change.agent_id
      where change.organization_id = :organization and change.kind = :kind and change.to_value <> ''
        and coalesce(own.merged_into, own.id) = (
          select coalesce(meant.merged_into, meant.id) from agent_registry meant
          where meant.organization_id = :organization and meant.id = :agent)
      group by change.to_value
      order by min(change.at) desc, change.to_value
      limit :limit
      """;

  private final JdbcClient jdbc;

  ChangeStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Whether that moved anything.
  boolean note(OrganizationId organization, Changes.Sighting sighting) {
    SourceRevision source = sighting.source();
    return jdbc.sql(NOTE)
            .param("organization", organization.value())
            .param("agent", sighting.agent().value())
            .param("kind", sighting.kind())
            .param("name", sighting.name())
            .param("value", sighting.value())
            .param("at", utc(sighting.at()))
            .param("repository", source == null ? null : source.repository(), Types.VARCHAR)
            .param("ref", source == null ? null : source.ref(), Types.VARCHAR)
            .param("commit", source == null ? null : source.commit(), Types.VARCHAR)
            .update()
        > 0;
  }

  /// Sets what was there before each value.
  void order(OrganizationId organization, List<AgentId> agents) {
    jdbc.sql(ORDER)
        .param("organization", organization.value())
        .param("agents", agents.stream().map(AgentId::value).toArray(UUID[]::new))
        .update();
  }

  List<Changes.Change> list(
      OrganizationId organization, @Nullable AgentId agent, Instant from, Instant to, int limit) {
    return jdbc.sql(LIST)
        .param("organization", organization.value())
        .param("agent", agent == null ? null : agent.toString())
        .param("from", utc(from))
        .param("to", utc(to))
        .param("limit", limit)
        .query((row, number) ->
            new Changes.Change(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new AgentId(row.getObject("agent", UUID.class)),
                row.getString("agent_name"),
                row.getString("kind"),
                row.getString("name"),
                row.getString("from_value"),
                row.getString("to_value"),
                commit(row)))
        .list();
  }

  private static final String VALUES_OF_EACH =
      """
      select agent, value from (
        select coalesce(own.merged_into, own.id) as agent, change.to_value as value, row_number() over (
          partition by coalesce(own.merged_into, own.id) order by min(change.at) desc, change.to_value) as place
        from agent_changes change
        join agent_registry own on own.organization_id = change.organization_id and own.id = change.agent_id
        where change.organization_id = :organization and change.kind = :kind and change.to_value <> ''
        group by 1, change.to_value) seen
      where place <= :limit
      """;

  /// The same of every agent as {@link #values} of one.
  Map<AgentId, List<String>> valuesOfEach(OrganizationId organization, String kind, int limit) {
    Map<AgentId, List<String>> values = new HashMap<>();
    jdbc.sql(VALUES_OF_EACH)
        .param("organization", organization.value())
        .param("kind", kind)
        .param("limit", limit)
        .query(row -> {
          values
              .computeIfAbsent(
                  new AgentId(row.getObject("agent", UUID.class)), _ -> new ArrayList<>())
              .add(row.getString("value"));
        });
    return values;
  }

  private static Changes.@Nullable Commit commit(ResultSet row) throws SQLException {
    String commit = row.getString("vcs_commit");
    return commit == null
        ? null
        : new Changes.Commit(
            new SourceRevision(row.getString("vcs_repository"), row.getString("vcs_ref"), commit),
            row.getBoolean("deployed"));
  }

  /// The different values of one kind that were seen on an agent and the names merged into it.
  List<String> values(OrganizationId organization, AgentId agent, String kind, int limit) {
    return jdbc.sql(VALUES)
        .param("organization", organization.value())
        .param("agent", agent.value())
        .param("kind", kind)
        .param("limit", limit)
        .query((row, _) -> row.getString("to_value"))
        .list();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
