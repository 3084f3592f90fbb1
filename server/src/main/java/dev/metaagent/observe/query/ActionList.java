package dev.metaagent.observe.query;

import dev.metaagent.kernel.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Actions across agents, newest first, page by page.
@Repository
class ActionList {

  /// Failed actions have an index of their own; all others are found in the order of time.
  private static final String CANDIDATES =
      """
      select l.* from agent_execution_logs l
      where {leading} and l.started_at >= :lower and l.started_at <= :at
        and (l.started_at, l.trace_id, l.span_id) < (:at, :atTrace, :atSpan)
        and (l.execution_span <> 0 or l.pending)
      order by l.started_at desc, l.trace_id desc, l.span_id desc limit :scan
      """;

  private static final String FIND =
      """
      select {columns}, e.agent_id, coalesce(a.name, '') as agent_name
      from (
        select l.* from ({candidates}) l {join} where {remaining}
        order by l.started_at desc, l.trace_id desc, l.span_id desc limit :most
      ) l
      left join executions e on e.organization_id = l.organization_id and e.day = l.day
        and e.trace_id = l.trace_id and e.span_id = l.execution_span
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      order by l.started_at desc, l.trace_id desc, l.span_id desc
      """
          .replace("{columns}", ActionRow.COLUMNS);

  private static final String OF_AGENT =
      """
      join executions r on r.organization_id = l.organization_id and r.day = l.day and r.trace_id = l.trace_id
        and r.span_id = l.execution_span and r.agent_id = :agent
      """;

  private static final String LAST =
      """
      select trace_id, span_id, started_at from ({candidates}) c offset :skipped limit 1
      """;

  /// An action and the agent whose run it belongs to.
  record Found(ActionRow action, ExecutionView.@Nullable Agent agent) {
    Position position() {
      return action.position();
    }
  }

  private final JdbcClient jdbc;
  private final AgentNames agents;

  ActionList(DataSource dataSource, AgentNames agents) {
    this.jdbc = JdbcClient.create(dataSource);
    this.agents = agents;
  }

  /// One page, within the transaction of the caller. Without `from` it looks back 24 hours, and to
  /// any time when there is nothing so new.
  Page<Found> page(ActionFilter filter, @Nullable Position cursor, int limit) {
    Page<Found> page = page(filter, cursor, limit, cursor == null || cursor.from() != null);
    boolean nothingNewer = page.items().isEmpty() && page.nextCursor() == null && cursor == null;
    return nothingNewer && filter.from() == null ? page(filter, null, limit, false) : page;
  }

  private Page<Found> page(
      ActionFilter filter, @Nullable Position cursor, int limit, boolean lookBack) {
    UUID agent = null;
    if (filter.agent() != null) {
      Optional<UUID> found = agents.find(filter.agent());
      if (found.isEmpty()) {
        return Page.of(List.of(), null);
      }
      agent = found.get();
    }
    Position start = cursor == null ? Position.newest(filter.to()) : cursor;
    java.time.Instant lower =
        filter.from() != null
            ? filter.from()
            : !lookBack
                ? null
                : cursor == null
                    ? filter.now().minus(ExecutionFilter.LOOK_BACK)
                    : Objects.requireNonNull(cursor.from());
    return BoundedScan.page(
        new Matching(filter, agent, lower),
        start,
        limit,
        Found::position,
        position -> position.since(lower).cursor());
  }

  private final class Matching implements BoundedScan.Candidates<Found> {
    private final Conditions remaining;
    private final Map<String, Object> parameters = new HashMap<>();
    private final String candidates;
    private final String join;

    Matching(ActionFilter filter, @Nullable UUID agent, java.time.@Nullable Instant lower) {
      boolean failed = Objects.equals(filter.status(), 2);
      this.candidates = CANDIDATES.replace("{leading}", failed ? "l.status = 2" : "true");
      this.join = agent == null ? "" : OF_AGENT;
      this.remaining =
          new Conditions()
              .and("l.status = :status", "status", failed ? null : filter.status())
              .and("l.kind = :kind", "kind", filter.kind())
              .and("l.name = :name", "name", filter.name())
              .and("l.model = :model", "model", filter.model())
              .and("l.error_type = :errorType", "errorType", filter.errorType())
              .and("true", "agent", agent);
      parameters.putAll(remaining.parameters());
      parameters.put("lower", Position.sql(lower == null ? java.time.Instant.EPOCH : lower));
    }

    @Override
    public boolean exact() {
      return remaining.isEmpty();
    }

    @Override
    public BoundedScan.Step<Found> step(Position below, int scan, int most) {
      String sql =
          FIND.replace("{candidates}", candidates)
              .replace("{join}", join)
              .replace("{remaining}", remaining.sql());
      List<Found> found =
          at(sql, below, scan)
              .param("most", most)
              .query((row, number) -> {
                UUID agent = row.getObject("agent_id", UUID.class);
                return new Found(
                    ActionRow.read(row, number),
                    agent == null
                        ? null
                        : new ExecutionView.Agent(agent, row.getString("agent_name")));
              })
              .list();
      return new BoundedScan.Step<>(found, () -> last(below, scan));
    }

    private Optional<Position> last(Position below, int scan) {
      return at(LAST.replace("{candidates}", candidates), below, scan)
          .param("skipped", scan - 1)
          .query((row, number) ->
              new Position(
                  ExecutionRow.instant(row, "started_at"),
                  row.getObject("trace_id", UUID.class),
                  row.getLong("span_id"),
                  null))
          .optional();
    }

    private JdbcClient.StatementSpec at(String sql, Position below, int scan) {
      return jdbc.sql(sql).params(parameters).params(below.parameters()).param("scan", scan);
    }
  }
}
