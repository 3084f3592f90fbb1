package dev.metaagent.observe.query;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Executions, read within the transaction of the caller.
@Repository
class RecordedExecutions {

  private static final String FOUND =
      """
      select %s, coalesce(a.name, '') as agent_name
      from (
        select e.* from %s where %s order by started_at desc, trace_id desc, span_id desc limit :most
      ) e
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      order by e.started_at desc, e.trace_id desc, e.span_id desc
      """;

  private static final String LAST_CANDIDATE =
      """
      select trace_id, span_id, started_at from ({candidates} limit :scan) c offset :skipped limit 1
      """;

  private static final String DAY =
      """
      select day from traces where trace_id = :trace
      """;

  private static final String OF_TRACE =
      """
      select %s, coalesce(a.name, '') as agent_name
      from executions e
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      where e.day = :day and e.trace_id = :trace
      order by e.started_at, e.span_id
      """
          .formatted(ExecutionRow.COLUMNS);

  private static final String OF_SESSION =
      """
      select %s, coalesce(a.name, '') as agent_name
      from (
        select * from executions
        where session_id = :session and step_count > 0 and started_at >= :at
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
      where day = :day and trace_id = any(:traces)
      """;

  private final JdbcClient jdbc;

  RecordedExecutions(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// The first `most` executions among `scan` candidates below a position, newest first.
  List<ExecutionRow> find(ExecutionSearch search, Position below, int scan, int most) {
    return jdbc.sql(FOUND.formatted(ExecutionRow.COLUMNS, search.rows(), search.remaining()))
        .params(search.parameters())
        .params(below.parameters())
        .param("scan", scan)
        .param("most", most)
        .query(ExecutionRow::read)
        .list();
  }

  /// The first `most` executions with the words of a search among the newest `lookedAt`.
  List<ExecutionRow> findNewest(ExecutionSearch search, Position below, int lookedAt, int most) {
    ExecutionSearch newest = search.amongNewestWords();
    return jdbc.sql(FOUND.formatted(ExecutionRow.COLUMNS, newest.rows(), newest.remaining()))
        .params(newest.parameters())
        .params(below.parameters())
        .param("scan", lookedAt)
        .param("lookedAt", lookedAt)
        .param("most", most)
        .query(ExecutionRow::read)
        .list();
  }

  /// The place of the last of `scan` candidates; empty when there are fewer.
  Optional<Position> lastCandidate(ExecutionSearch search, Position below, int scan) {
    return jdbc.sql(LAST_CANDIDATE.replace("{candidates}", search.candidates()))
        .params(search.parameters())
        .params(below.parameters())
        .param("scan", scan)
        .param("skipped", scan - 1)
        .query((row, number) ->
            new Position(
                ExecutionRow.instant(row, "started_at"),
                row.getObject("trace_id", UUID.class),
                row.getLong("span_id"),
                null))
        .optional();
  }

  /// The day under which a trace is filed.
  Optional<LocalDate> day(TraceId trace) {
    return jdbc.sql(DAY).param("trace", trace.value()).query(LocalDate.class).optional();
  }

  List<ExecutionRow> ofTrace(LocalDate day, TraceId trace) {
    return jdbc.sql(OF_TRACE)
        .param("day", day)
        .param("trace", trace.value())
        .query(ExecutionRow::read)
        .list();
  }

  List<ExecutionRow> ofSession(String session, Position after, int most) {
    return jdbc.sql(OF_SESSION)
        .param("session", session)
        .params(after.parameters())
        .param("most", most)
        .query(ExecutionRow::read)
        .list();
  }

  /// What every execution of the traces of these rows used itself.
  List<Totals.Share> shares(Collection<ExecutionRow> rows) {
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
