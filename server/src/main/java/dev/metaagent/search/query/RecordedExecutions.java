package dev.metaagent.search.query;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.ExecutionSearch.Lead;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Executions, read within the transaction of the caller.
@Repository
public class RecordedExecutions {

  private static final String ROWS = "(select * from ({candidates}) c {order} limit :scan) e";

  /// All candidates between two places: where many are looked at, the place of the last is found
  /// first, so that only those that match are sorted as whole rows.
  private static final String ROWS_DOWN_TO =
      """
      ({candidates} and started_at >= :endAt and (started_at, trace_id, span_id) >= (:endAt, :endTrace, :endSpan)) e
      """;

  private static final String OF_WORDS =
      """
      unnest(:traces::uuid[], :spans::bigint[], :times::timestamptz[]) k(trace_id, span_id, at)
      join executions e on e.organization_id = :organization and e.day = :day and e.trace_id = k.trace_id
        and e.span_id = k.span_id and e.step_count > 0
      """;

  /// A key of another start than its execution has now is stale.
  private static final String OF_KEYS = OF_WORDS + " and e.started_at = k.at";

  private static final String FOUND =
      """
      select {columns}, coalesce(a.name, '') as agent_name
      from (
        select e.* from {rows} where {remaining} order by started_at desc, trace_id desc, span_id desc limit :most
      ) e
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      order by e.started_at desc, e.trace_id desc, e.span_id desc
      """
          .replace("{columns}", ExecutionRow.COLUMNS);

  private static final String LAST =
      """
      select trace_id, span_id, started_at from ({walked} {order} limit :scan) c offset :skipped limit 1
      """;

  private static final String COUNT =
      """
      select count(*) from ({candidates}) c
      """;

  private static final String DAY =
      """
      select day from traces where organization_id = :organization and trace_id = :trace
      """;

  private static final String OF_TRACE =
      """
      select %s, coalesce(a.name, '') as agent_name
      from executions e
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      where e.organization_id = :organization and e.day = :day and e.trace_id = :trace
      order by e.started_at, e.span_id
      """
          .formatted(ExecutionRow.COLUMNS);

  private static final String CALLED =
      """
      select %s, coalesce(a.name, '') as agent_name
      from executions e
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      where e.organization_id = :organization and e.day = :day and e.trace_id = :trace and e.parent_span = :execution
        and e.above_span = any(:actions)
      order by e.started_at, e.span_id
      """
          .formatted(ExecutionRow.COLUMNS);

  private static final String OF_SESSION =
      """
      select %s, coalesce(a.name, '') as agent_name
      from (
        select * from executions
        where organization_id = :organization and session_id = :session and step_count > 0 and started_at >= :at
          and (started_at, trace_id, span_id) > (:at, :atTrace, :atSpan)
        order by started_at, trace_id, span_id limit :most
      ) e
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      order by e.started_at, e.trace_id, e.span_id
      """
          .formatted(ExecutionRow.COLUMNS);

  private static final String SHARES =
      """
      select trace_id, span_id, parent_span, cost_nano, input_tokens, output_tokens, action_count
      from executions
      where organization_id = :organization and day = :day and trace_id = any(:traces)
      """;

  private final TenantSql jdbc;

  public RecordedExecutions(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// The first `most` executions among the next `scan` candidates below a position, newest first.
  BoundedScan.Step<ExecutionRow> find(ExecutionSearch search, Position below, int scan, int most) {
    if (search.lead() == Lead.ROWS && !search.exact() && scan > BoundedScan.FIRST) {
      return findDownTo(search, below, scan, last(search, below, scan), most);
    }
    if (search.lead() == Lead.ROWS) {
      List<ExecutionRow> rows =
          statement(FOUND, search, ROWS.replace("{order}", ExecutionSearch.NEWEST_FIRST))
              .params(below.parameters())
              .param("scan", scan)
              .param("most", most)
              .query(ExecutionRow::read)
              .list();
      return new BoundedScan.Step<>(rows, () -> last(search, below, scan));
    }
    List<Key> keys = keys(search, below, scan);
    List<ExecutionRow> rows = new ArrayList<>();
    byDay(keys)
        .forEach((day, part) ->
            rows.addAll(
                keyed(FOUND, search, day, part)
                    .param("most", most)
                    .query(ExecutionRow::read)
                    .list()));
    rows.sort(Comparator.comparing(ExecutionRow::position).reversed());
    return new BoundedScan.Step<>(
        rows.subList(0, Math.min(most, rows.size())), () -> last(search, keys, below, scan));
  }

  private BoundedScan.Step<ExecutionRow> findDownTo(
      ExecutionSearch search, Position below, int scan, Optional<Position> last, int most) {
    Position end = last.orElseGet(Position::oldest);
    List<ExecutionRow> rows =
        statement(FOUND, search, ROWS_DOWN_TO)
            .params(below.parameters())
            .param("endAt", Position.sql(end.at()))
            .param("endTrace", end.trace())
            .param("endSpan", end.span())
            .param("scan", scan)
            .param("most", most)
            .query(ExecutionRow::read)
            .list();
    return new BoundedScan.Step<>(rows, () -> last);
  }

  /// Reads something of the next `scan` candidates below a position: in one statement or one for
  /// each day.
  ///
  /// @param question a statement over `{rows}` with the condition `{remaining}`
  public void read(
      String question,
      ExecutionSearch search,
      Position below,
      int scan,
      Map<String, Object> parameters,
      RowCallbackHandler reader) {
    if (search.lead() == Lead.ROWS) {
      statement(question, search, ROWS.replace("{order}", "order by started_at desc"))
          .params(below.parameters())
          .params(parameters)
          .param("scan", scan)
          .query(reader);
      return;
    }
    byDay(keys(search, below, scan))
        .forEach(
            (day, part) -> keyed(question, search, day, part).params(parameters).query(reader));
  }

  private JdbcClient.StatementSpec statement(String sql, ExecutionSearch search, String rows) {
    return jdbc.sql(
            sql.replace("{rows}", rows)
                .replace("{candidates}", search.candidates())
                .replace("{remaining}", search.remaining()))
        .params(search.parameters());
  }

  private JdbcClient.StatementSpec keyed(
      String sql, ExecutionSearch search, LocalDate day, List<Key> keys) {
    return statement(sql, search, search.lead() == Lead.KEYS ? OF_KEYS : OF_WORDS)
        .param("day", day)
        .param("times", keys.stream().map(key -> key.at().at().toString()).toArray(String[]::new))
        .param("traces", keys.stream().map(key -> key.at().trace()).toArray(UUID[]::new))
        .param("spans", keys.stream().map(key -> key.at().span()).toArray(Long[]::new));
  }

  private record Key(LocalDate day, Position at) {}

  private static Map<LocalDate, List<Key>> byDay(List<Key> keys) {
    return keys.stream().collect(Collectors.groupingBy(Key::day));
  }

  private List<Key> keys(ExecutionSearch search, Position below, int scan) {
    return jdbc.sql(search.candidates() + ExecutionSearch.NEWEST_FIRST + " limit :scan")
        .params(search.parameters())
        .params(below.parameters())
        .param("scan", scan)
        .query((row, number) -> new Key(row.getObject("day", LocalDate.class), place(row)))
        .list();
  }

  private Optional<Position> last(
      ExecutionSearch search, List<Key> keys, Position below, int scan) {
    if (search.lead() == Lead.NEWEST_WORDS) {
      return last(search, below, scan);
    }
    return keys.size() < scan ? Optional.empty() : Optional.of(keys.getLast().at());
  }

  /// The place of the last of `scan` candidates; empty when there are fewer.
  public Optional<Position> last(ExecutionSearch search, Position below, int scan) {
    return jdbc.sql(
            LAST.replace("{walked}", search.walked())
                .replace("{order}", ExecutionSearch.NEWEST_FIRST))
        .params(search.parameters())
        .params(below.parameters())
        .param("scan", scan)
        .param("skipped", scan - 1)
        .query((row, number) -> place(row))
        .optional();
  }

  /// How many of the next `scan` candidates there are below a position.
  long count(ExecutionSearch search, Position below, int scan) {
    return jdbc.sql(COUNT.replace("{candidates}", search.candidates()))
        .params(search.parameters())
        .params(below.parameters())
        .param("scan", scan)
        .query(Long.class)
        .single();
  }

  private static Position place(ResultSet row) throws SQLException {
    return new Position(
        ExecutionRow.instant(row, "started_at"),
        row.getObject("trace_id", UUID.class),
        row.getLong("span_id"),
        null);
  }

  /// The day under which a trace is filed.
  public Optional<LocalDate> day(TraceId trace) {
    return jdbc.sql(DAY).param("trace", trace.value()).query(LocalDate.class).optional();
  }

  public List<ExecutionRow> ofTrace(LocalDate day, TraceId trace) {
    return jdbc.sql(OF_TRACE)
        .param("day", day)
        .param("trace", trace.value())
        .query(ExecutionRow::read)
        .list();
  }

  /// The executions that some actions of one execution called, by the action.
  public Map<Long, List<ActionView.Called>> called(
      LocalDate day, ExecutionId execution, Collection<ActionRow> actions) {
    List<ExecutionRow> rows =
        jdbc.sql(CALLED)
            .param("day", day)
            .param("trace", execution.trace().value())
            .param("execution", execution.span())
            .param("actions", actions.stream().map(ActionRow::span).toArray(Long[]::new))
            .query(ExecutionRow::read)
            .list();
    if (rows.isEmpty()) {
      return Map.of();
    }
    Totals totals = new Totals(shares(rows));
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                ExecutionRow::aboveSpan,
                Collectors.mapping(row -> ActionView.Called.of(row, totals), Collectors.toList())));
  }

  public List<ExecutionRow> ofSession(String session, Position after, int most) {
    return jdbc.sql(OF_SESSION)
        .param("session", session)
        .params(after.parameters())
        .param("most", most)
        .query(ExecutionRow::read)
        .list();
  }

  /// What every execution of the traces of these rows used itself.
  public List<Totals.Share> shares(Collection<ExecutionRow> rows) {
    Map<LocalDate, List<UUID>> traces =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    ExecutionRow::day,
                    Collectors.mapping(row -> row.id().trace().value(), Collectors.toList())));
    List<Totals.Share> shares = new ArrayList<>();
    traces.forEach((day, ids) -> shares.addAll(shares(day, ids)));
    return shares;
  }

  private List<Totals.Share> shares(LocalDate day, List<UUID> traces) {
    return jdbc.sql(SHARES)
        .param("day", day)
        .param("traces", traces.stream().distinct().toArray(UUID[]::new))
        .query((row, number) -> {
          TraceId trace = new TraceId(row.getObject("trace_id", UUID.class));
          Long parent = row.getObject("parent_span", Long.class);
          return new Totals.Share(
              new ExecutionId(trace, row.getLong("span_id")),
              parent == null ? null : new ExecutionId(trace, parent),
              new Totals.Sum(
                  row.getObject("cost_nano", Long.class),
                  row.getObject("input_tokens", Long.class),
                  row.getObject("output_tokens", Long.class),
                  row.getLong("action_count")));
        })
        .list();
  }
}
