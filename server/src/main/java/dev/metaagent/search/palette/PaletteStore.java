package dev.metaagent.search.palette;

import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// Names that hold or begin with a text, within the transaction of the caller. Tables of names are
/// small and read as a whole; executions are reached by an index range alone.
@Repository
class PaletteStore {

  private static final String AGENTS =
      """
      select id, name, coalesce(owner, framework) as detail, last_seen_at as at, id as agent_id, name as agent_name
      from agent_registry
      where organization_id = :organization and merged_into is null
        and (strpos(lower(name), :text) > 0 or strpos(lower(coalesce(owner, '')), :text) > 0)
      order by archived_at is not null, strpos(lower(name), :text) <> 1, last_seen_at desc, id
      limit :limit
      """;

  private static final String VERSIONS =
      """
      select to_value as id, to_value as name, kind || case when change.name = '' then '' else ' ' || change.name end
          as detail, at, agent.id as agent_id, agent.name as agent_name, kind
      from agent_changes change
      join agent_registry own on own.organization_id = change.organization_id and own.id = change.agent_id
      join agent_registry agent on agent.organization_id = own.organization_id
        and agent.id = coalesce(own.merged_into, own.id)
      where change.organization_id = :organization and kind in ('prompt', 'model', 'version')
        and strpos(lower(to_value), :text) > 0
      order by lower(to_value) <> :text, strpos(lower(to_value), :text) <> 1, at desc, agent.id, kind
      limit :limit
      """;

  private static final String PROMPTS =
      """
      select change.name as id, change.name, 'prompt of ' || min(agent.name) as detail, min(at) as at,
        (array_agg(agent.id order by at))[1] as agent_id, (array_agg(agent.name order by at))[1] as agent_name
      from agent_changes change
      join agent_registry own on own.organization_id = change.organization_id and own.id = change.agent_id
      join agent_registry agent on agent.organization_id = own.organization_id
        and agent.id = coalesce(own.merged_into, own.id)
      where change.organization_id = :organization and kind = 'prompt' and change.name <> ''
        and strpos(lower(change.name), :text) > 0
      group by change.name
      order by strpos(lower(change.name), :text) <> 1, 4 desc, 1
      limit :limit
      """;

  /// The first few hundred runs of the range, so that one talkative session costs no more.
  private static final String BEGINNING =
      """
      select run.value as id, run.value as name, null as detail, max(run.started_at) as at,
        (array_agg(run.agent_id order by run.started_at desc))[1] as agent_id, null as agent_name
      from (
        select {column} as value, started_at, agent_id from executions
        where organization_id = :organization and {column} is not null and {column} >= :begin and {column} < :end
        order by {column}, started_at limit 500
      ) run
      where starts_with(run.value, :begin)
      group by run.value
      order by run.value <> :begin, 4 desc
      limit :limit
      """;

  static final String SESSIONS = BEGINNING.replace("{column}", "session_id");
  static final String USERS = BEGINNING.replace("{column}", "user_id");

  private static final String TRACES =
      """
      select trace_id from traces
      where organization_id = :organization and trace_id >= :first and trace_id <= :last
      order by trace_id limit :limit
      """;

  private final TenantSql jdbc;

  PaletteStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// @param text in lower case
  List<Hit> agents(String text, int limit) {
    return jdbc.sql(AGENTS)
        .param("text", text)
        .param("limit", limit)
        .query((row, _) -> hit(row, Hit.Kind.AGENT, "agent"))
        .list();
  }

  /// @param text in lower case
  List<Hit> versions(String text, int limit) {
    return jdbc.sql(VERSIONS)
        .param("text", text)
        .param("limit", limit)
        .query((row, _) -> version(row))
        .list();
  }

  /// @param text in lower case
  List<Hit> prompts(String text, int limit) {
    return jdbc.sql(PROMPTS)
        .param("text", text)
        .param("limit", limit)
        .query((row, _) -> hit(row, Hit.Kind.PROMPT, "promptName"))
        .list();
  }

  List<Hit> sessions(String begin, int limit) {
    return beginning(SESSIONS, begin, limit, Hit.Kind.SESSION, "sessionId");
  }

  List<Hit> users(String begin, int limit) {
    return beginning(USERS, begin, limit, Hit.Kind.USER, "userId");
  }

  private List<Hit> beginning(
      String sql, String begin, int limit, Hit.Kind kind, String parameter) {
    return jdbc.sql(sql)
        .param("begin", begin)
        .param("end", begin + '\uffff')
        .param("limit", limit)
        .query((row, _) -> hit(row, kind, parameter))
        .list();
  }

  /// Traces whose id lies in a range.
  List<UUID> traces(UUID first, UUID last, int limit) {
    return jdbc.sql(TRACES)
        .param("first", first)
        .param("last", last)
        .param("limit", limit)
        .query((row, _) -> row.getObject("trace_id", UUID.class))
        .list();
  }

  private static Hit version(ResultSet row) throws SQLException {
    String value = row.getString("id");
    String agent = row.getString("agent_id");
    String parameter =
        switch (row.getString("kind")) {
          case "prompt" -> "promptVersion";
          case "model" -> "model";
          case String other -> other;
        };
    return new Hit(
        Hit.Kind.VERSION,
        value,
        value,
        row.getString("detail"),
        agent(row),
        ExecutionRow.instant(row, "at"),
        Map.of("agent", agent, parameter, value));
  }

  private static Hit hit(ResultSet row, Hit.Kind kind, String parameter) throws SQLException {
    String id = row.getString("id");
    return new Hit(
        kind,
        id,
        row.getString("name"),
        row.getString("detail"),
        kind == Hit.Kind.SESSION || kind == Hit.Kind.USER ? null : agent(row),
        ExecutionRow.instant(row, "at"),
        Map.of(parameter, id));
  }

  private static ExecutionView.Agent agent(ResultSet row) throws SQLException {
    return new ExecutionView.Agent(
        row.getObject("agent_id", UUID.class), row.getString("agent_name"));
  }
}
