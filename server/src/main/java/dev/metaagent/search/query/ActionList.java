package dev.metaagent.search.query;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.Page;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.search.filter.ActionFilter;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Position;
import dev.metaagent.tenancy.TenantSql;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Actions across agents, newest first, page by page.
@Repository
public class ActionList {

  private static final Integer FAILED = 2;

  /// Failed actions, and those of one error, have an index of their own; all others are found in
  /// the order of time.
  public static final String CANDIDATES =
      """
      select l.* from agent_execution_logs l
      where l.organization_id = :organization and {leading} and l.started_at >= :lower and l.started_at <= :at
        and (l.started_at, l.trace_id, l.span_id) < (:at, :atTrace, :atSpan)
        and (l.execution_span <> 0 or l.pending)
      order by l.started_at desc, l.trace_id desc, l.span_id desc limit :scan
      """;

  private static final String FIND =
      """
      select l.day, {columns} from ({candidates}) l where {remaining}
      order by l.started_at desc, l.trace_id desc, l.span_id desc limit :most
      """
          .replace("{columns}", ActionRow.COLUMNS);

  /// One day at a time: a look-up in one partition is many times cheaper than in all.
  private static final String AGENTS =
      """
      select e.trace_id, e.span_id, e.agent_id, coalesce(a.name, '') as agent_name
      from (
        select e.* from unnest(:traces::uuid[], :spans::bigint[]) k(trace, span)
        join executions e on e.organization_id = :organization and e.day = :day and e.trace_id = k.trace
          and e.span_id = k.span
        where {asked}
      ) e
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      """;

  private static final String LAST =
      """
      select trace_id, span_id, started_at from ({candidates}) c offset :skipped limit 1
      """;

  /// An action and the agent whose run it belongs to.
  ///
  /// @param day the day under which its trace is filed
  public record Found(LocalDate day, ActionRow action, ExecutionView.@Nullable Agent agent) {
    Position position() {
      return action.position();
    }
  }

  private final TenantSql jdbc;
  private final ExecutionList runs;

  public ActionList(DataSource dataSource, ExecutionList runs) {
    this.jdbc = new TenantSql(dataSource);
    this.runs = runs;
  }

  /// One page, within the transaction of the caller. Without `from` it looks back 24 hours, and to
  /// any time when there is nothing so new.
  public Page<Found> page(ActionFilter filter, @Nullable Position cursor, int limit) {
    Page<Found> page = page(filter, cursor, limit, cursor == null || cursor.from() != null);
    boolean nothingNewer = page.items().isEmpty() && page.nextCursor() == null && cursor == null;
    return nothingNewer && filter.from() == null ? page(filter, null, limit, false) : page;
  }

  private Page<Found> page(
      ActionFilter filter, @Nullable Position cursor, int limit, boolean lookBack) {
    Position start = cursor == null ? Position.newest(filter.to()) : cursor;
    Instant lower =
        filter.from() != null
            ? filter.from()
            : !lookBack
                ? null
                : cursor == null
                    ? filter.now().minus(ExecutionFilter.LOOK_BACK)
                    : Objects.requireNonNull(cursor.from());
    return BoundedScan.page(
        new Matching(filter, lower),
        start,
        limit,
        Found::position,
        position -> position.since(lower).cursor());
  }

  private final class Matching implements BoundedScan.Candidates<Found> {
    private final Conditions remaining;
    private final Map<String, Object> parameters = new HashMap<>();
    private final String candidates;
    private final @Nullable Conditions ofRuns;

    Matching(ActionFilter filter, @Nullable Instant lower) {
      boolean error = filter.errorType() != null;
      boolean failed = !error && Objects.equals(filter.status(), FAILED);
      String leading = error ? "l.error_type = :errorType" : failed ? "l.status = 2" : "true";
      this.candidates = CANDIDATES.replace("{leading}", leading);
      this.ofRuns = filter.runs() == null ? null : runs.checks(filter.runs());
      this.remaining =
          new Conditions()
              .and("l.status = :status", "status", failed ? null : filter.status())
              .and("l.kind = :kind", "kind", filter.kind())
              .and("l.name = :name", "name", filter.name())
              .and("l.model = :model", "model", filter.model());
      parameters.putAll(remaining.parameters());
      if (error) {
        parameters.put("errorType", filter.errorType());
      }
      parameters.put("lower", Position.sql(lower == null ? Instant.EPOCH : lower));
    }

    @Override
    public boolean exact() {
      return remaining.isEmpty() && ofRuns == null;
    }

    /// What is asked of a run is stored with the run, which costs a look-up for each.
    @Override
    public int bound() {
      return ofRuns == null ? BoundedScan.MOST : BoundedScan.MOST_LOOKED_UP;
    }

    @Override
    public BoundedScan.Step<Found> step(Position below, int scan, int most) {
      String sql = FIND.replace("{candidates}", candidates).replace("{remaining}", remaining.sql());
      List<Filed> rows =
          at(sql, below, scan)
              .param("most", ofRuns == null ? most : scan)
              .query((row, number) ->
                  new Filed(row.getObject("day", LocalDate.class), ActionRow.read(row, number)))
              .list();
      Map<ExecutionId, ExecutionView.Agent> runners = runners(rows, ofRuns);
      List<Found> found =
          rows.stream()
              .map(filed -> found(filed, runners))
              .filter(action -> ofRuns == null || action.agent() != null)
              .limit(most)
              .toList();
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

  private record Filed(LocalDate day, ActionRow action) {}

  private static Found found(Filed filed, Map<ExecutionId, ExecutionView.Agent> runners) {
    return new Found(filed.day(), filed.action(), runners.get(filed.action().execution()));
  }

  /// Whose executions these actions belong to; without those that are not asked for.
  private Map<ExecutionId, ExecutionView.Agent> runners(
      List<Filed> actions, @Nullable Conditions asked) {
    Map<LocalDate, Set<ExecutionId>> byDay = new HashMap<>();
    for (Filed filed : actions) {
      byDay.computeIfAbsent(filed.day(), _ -> new HashSet<>()).add(filed.action().execution());
    }
    Map<ExecutionId, ExecutionView.Agent> runners = new HashMap<>();
    byDay.forEach((day, ids) ->
        jdbc.sql(AGENTS.replace("{asked}", asked == null ? "true" : asked.sql()))
            .params(asked == null ? Map.of() : asked.parameters())
            .param("day", day)
            .param("traces", ids.stream().map(id -> id.trace().value()).toArray(UUID[]::new))
            .param("spans", ids.stream().map(ExecutionId::span).toArray(Long[]::new))
            .query(row -> {
              runners.put(
                  new ExecutionId(
                      new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id")),
                  new ExecutionView.Agent(
                      row.getObject("agent_id", UUID.class), row.getString("agent_name")));
            }));
    return runners;
  }
}
