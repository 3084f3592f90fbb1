package dev.metaagent.search.query;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.search.filter.Position;
import dev.metaagent.tenancy.TenantSql;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Actions of one execution, read within the transaction of the caller: its tree level by level, or
/// all of it in the order of start.
@Repository
public class RecordedActions {

  private static final String OWN =
      """
      l.organization_id = :organization and l.day = :day and l.trace_id = :trace and l.execution_span = :execution
      """;

  private static final String AFTER =
      """
       and (l.started_at, l.span_id) > (:at, :atSpan) order by l.started_at, l.span_id limit :most
      """;

  private static final String SELECT =
      "select " + ActionRow.COLUMNS + " from agent_execution_logs l where " + OWN;

  private static final String ALL = SELECT + AFTER;

  private static final String CHILDREN =
      SELECT + " and l.parent_span = :parent and l.span_id <> :parent" + AFTER;

  /// Actions whose parent is not in the execution.
  private static final String TOPS =
      """
      with own as materialized (select l.span_id, l.parent_span from agent_execution_logs l where {own}),
      tops as materialized (
        select span_id from own where parent_span in (select parent_span from own except select span_id from own)
      )
      """
          .replace("{own}", OWN);

  private static final String TOP =
      TOPS
          + SELECT
          + " and (l.span_id in (select span_id from tops) or l.parent_span in (select span_id from"
          + " tops))"
          + AFTER;

  private static final String COUNTS =
      """
      select l.parent_span, count(*) as children from agent_execution_logs l
      where {own} and l.parent_span = any(:parents) and l.span_id <> l.parent_span group by l.parent_span
      """
          .replace("{own}", OWN);

  private static final String ONE = SELECT + " and l.span_id = :span";

  private static final String MISSING =
      """
      select count(*) from (
        select l.parent_span from agent_execution_logs l
        where {own} and l.parent_span <> 0 and l.span_id <> :execution
        except
        select p.span_id from agent_execution_logs p
          where p.organization_id = :organization and p.day = :day and p.trace_id = :trace) as missing
      """
          .replace("{own}", OWN);

  /// What can show input and output of the run when its beginning does not: the topmost action, the
  /// first and the last model call.
  private static final String SPEAKING =
      """
      (%1$s order by l.parent_span <> 0, l.started_at, l.span_id limit 1)
      union all (%1$s and l.kind = 1 order by l.started_at, l.span_id limit 1)
      union all (%1$s and l.kind = 1 order by l.started_at desc, l.span_id desc limit 1)
      """
          .replace("%1$s", SELECT);

  /// The model calls nearest to a moment: those that began before it, and the next ones.
  private static final String CALLS_AROUND =
      """
      (%1$s and l.kind = 1 and l.started_at <= :at order by l.started_at desc, l.span_id desc limit 4)
      union all (%1$s and l.kind = 1 and l.started_at > :at order by l.started_at, l.span_id limit 2)
      """
          .replace("%1$s", SELECT);

  private final TenantSql jdbc;

  public RecordedActions(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Every action, in the order of start.
  public List<ActionRow> all(LocalDate day, ExecutionId execution, Position after, int most) {
    return page(ALL, day, execution, after, most).query(ActionRow::read).list();
  }

  /// The top of the tree and the level below it.
  public List<ActionRow> top(LocalDate day, ExecutionId execution, Position after, int most) {
    return page(TOP, day, execution, after, most).query(ActionRow::read).list();
  }

  public List<ActionRow> children(
      LocalDate day, ExecutionId execution, long parent, Position after, int most) {
    return page(CHILDREN, day, execution, after, most)
        .param("parent", parent)
        .query(ActionRow::read)
        .list();
  }

  private JdbcClient.StatementSpec page(
      String sql, LocalDate day, ExecutionId execution, Position after, int most) {
    return of(sql, day, execution)
        .param("at", Position.sql(after.at()))
        .param("atSpan", after.span())
        .param("most", most);
  }

  private JdbcClient.StatementSpec of(String sql, LocalDate day, ExecutionId execution) {
    return jdbc.sql(sql)
        .param("day", day)
        .param("trace", execution.trace().value())
        .param("execution", execution.span());
  }

  /// How many actions lie directly below each of these.
  public Map<Long, Long> childCounts(
      LocalDate day, ExecutionId execution, Collection<ActionRow> parents) {
    Map<Long, Long> counts = new HashMap<>();
    of(COUNTS, day, execution)
        .param("parents", parents.stream().map(ActionRow::span).toArray(Long[]::new))
        .query(row -> {
          counts.put(row.getLong("parent_span"), row.getLong("children"));
        });
    return counts;
  }

  public Optional<ActionRow> one(LocalDate day, ExecutionId execution, long span) {
    return of(ONE, day, execution).param("span", span).query(ActionRow::read).optional();
  }

  public List<ActionRow> speaking(LocalDate day, ExecutionId execution) {
    return of(SPEAKING, day, execution).query(ActionRow::read).list();
  }

  /// A few model calls around a moment: the latest before it, then the first after it.
  public List<ActionRow> callsAround(LocalDate day, ExecutionId execution, Instant at) {
    return of(CALLS_AROUND, day, execution)
        .param("at", Position.sql(at))
        .query(ActionRow::read)
        .list();
  }

  /// How many spans above known actions never arrived.
  public long missing(LocalDate day, ExecutionId execution) {
    return of(MISSING, day, execution).query(Long.class).single();
  }
}
