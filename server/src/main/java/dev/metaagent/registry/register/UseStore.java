package dev.metaagent.registry.register;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Rows of agent_uses, within the transaction of the caller. What the names merged into an agent
/// used, it used; a review of the agent covers what was known of all of them.
@Repository
class UseStore {

  /// More of one kind are not noted for one agent.
  static final int MOST = 1_000;

  private static final String USES =
      """
      select coalesce(own.merged_into, own.id) as agent, used.kind, used.name, used.version,
        min(used.first_seen_at) as first_seen_at,
        (array_agg(used.execution_id order by used.first_seen_at, used.execution_id))[1] as execution_id,
        coalesce(bool_or(used.reviewed_agent = coalesce(own.merged_into, own.id)), false) as reviewed
      from agent_uses used
      join agent_registry own on own.organization_id = used.organization_id and own.id = used.agent_id
      where used.organization_id = :organization {agents}
      group by 1, 2, 3, 4
      """;

  private static final String OF_SOME =
      USES.replace("{agents}", "and coalesce(own.merged_into, own.id) = any(:agents)")
          + "order by first_seen_at desc, name, version";

  private static final String COUNTS =
      "select agent, kind, count(*) as known, count(*) filter (where not reviewed) as unreviewed"
          + " from ("
          + USES.replace(
              "{agents}",
              "and (:agent::uuid is null or own.id = :agent::uuid or own.merged_into ="
                  + " :agent::uuid)")
          + ") uses group by agent, kind";

  private static final String LOCK =
      """
      select used.name from agent_uses used
      join agent_registry own on own.organization_id = used.organization_id and own.id = used.agent_id
      where used.organization_id = :organization and (own.id = :agent or own.merged_into = :agent)
      order by used.agent_id, used.kind, used.name, used.version for update of used
      """;

  private static final String COVER =
      """
      update agent_uses used set reviewed_agent = :agent
      from agent_registry own
      where used.organization_id = :organization and own.organization_id = :organization
        and own.id = used.agent_id and (own.id = :agent or own.merged_into = :agent)
        and used.reviewed_agent is distinct from :agent
      """;

  private static final String UNCOVER =
      """
      update agent_uses set reviewed_agent = null
      where organization_id = :organization and reviewed_agent = :agent
      """;

  /// Something that an agent used.
  record Row(AgentId agent, String kind, RegisterUse use, boolean reviewed) {}

  /// How much an agent used, and how much of it no review covers.
  record Tally(RegisterEntry.Counts known, RegisterEntry.Counts unreviewed) {
    static final Tally NONE = new Tally(RegisterEntry.Counts.NONE, RegisterEntry.Counts.NONE);
  }

  private final TenantSql jdbc;

  UseStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// What some agents used, newest first.
  Map<AgentId, List<Row>> of(Collection<AgentId> agents) {
    return jdbc
        .sql(OF_SOME)
        .param("agents", agents.stream().map(AgentId::value).toArray(UUID[]::new))
        .query((row, _) ->
            new Row(
                new AgentId(row.getObject("agent", UUID.class)),
                row.getString("kind"),
                new RegisterUse(
                    said(row.getString("name")),
                    said(row.getString("version")),
                    row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
                    row.getString("execution_id")),
                row.getBoolean("reviewed")))
        .list()
        .stream()
        .collect(Collectors.groupingBy(Row::agent));
  }

  /// The same as numbers.
  ///
  /// @param agent null: of every agent
  Map<AgentId, Tally> counts(@Nullable AgentId agent) {
    Map<AgentId, Map<String, int[]>> counts = new HashMap<>();
    jdbc.sql(COUNTS)
        .param("agent", agent == null ? null : agent.value(), java.sql.Types.OTHER)
        .query(row -> {
          counts
              .computeIfAbsent(
                  new AgentId(row.getObject("agent", UUID.class)), _ -> new HashMap<>())
              .put(
                  row.getString("kind"), new int[] {row.getInt("known"), row.getInt("unreviewed")});
        });
    Map<AgentId, Tally> tallies = new HashMap<>();
    counts.forEach((id, kinds) -> tallies.put(id, new Tally(part(kinds, 0), part(kinds, 1))));
    return tallies;
  }

  private static RegisterEntry.Counts part(Map<String, int[]> kinds, int part) {
    int[] none = {0, 0};
    return new RegisterEntry.Counts(
        kinds.getOrDefault("tool", none)[part],
        kinds.getOrDefault("model", none)[part],
        kinds.getOrDefault("prompt", none)[part]);
  }

  /// Makes the review of an agent cover everything that this transaction sees.
  void cover(AgentId agent) {
    lock(agent);
    jdbc.sql(COVER).param("agent", agent.value()).update();
  }

  /// Makes it cover nothing.
  void uncover(AgentId agent) {
    lock(agent);
    jdbc.sql(UNCOVER).param("agent", agent.value()).update();
  }

  /// In the order in which they are noted, so that neither waits for the other in a circle.
  private void lock(AgentId agent) {
    jdbc.sql(LOCK).param("agent", agent.value()).query(String.class).list();
  }

  private static @Nullable String said(String text) {
    return text.isEmpty() ? null : text;
  }
}
