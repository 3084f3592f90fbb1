package dev.metaagent.executions.attributes;

import dev.metaagent.tenancy.TenantSql;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// Rows of executions and execution_attributes as the backfill reads and writes them, within the
/// transaction of the caller.
@Repository
class BackfillStore {

  private static final String DAYS =
      """
      select distinct day from traces where organization_id = :organization order by day desc
      """;

  private static final String AFTER =
      """
      select trace_id, span_id, attributes from executions
      where organization_id = :organization and day = :day and (trace_id, span_id) > (:trace, :span)
        and attributes is not null
      order by trace_id, span_id limit :most
      """;

  private static final String CHANGE =
      """
      update executions set attributes = :attributes
      where organization_id = :organization and day = :day and trace_id = :trace and span_id = :span
        and attributes = :before
      """;

  private static final String FORGET_OTHERS =
      """
      delete from execution_attributes
      where organization_id = :organization and day = :day and not key = any(:keys)
      """;

  private static final String FORGET =
      """
      delete from execution_attributes stored
      using unnest(:traces::uuid[], :spans::bigint[]) run(trace_id, span_id)
      where stored.organization_id = :organization and stored.day = :day and stored.trace_id = run.trace_id
        and stored.span_id = run.span_id
      """;

  private static final String WRITE =
      """
      insert into execution_attributes (organization_id, day, key, value, started_at, trace_id, span_id)
      select e.organization_id, e.day, declared.key, e.attributes::jsonb ->> declared.key, e.started_at, e.trace_id,
        e.span_id
      from unnest(:traces::uuid[], :spans::bigint[]) run(trace_id, span_id)
      join executions e on e.organization_id = :organization and e.day = :day and e.trace_id = run.trace_id
        and e.span_id = run.span_id
      cross join unnest(:keys::text[]) declared(key)
      where e.attributes::jsonb ->> declared.key is not null
      on conflict do nothing
      """;

  /// One run with its metadata as JSON.
  record Run(UUID trace, long span, String attributes) {}

  private final TenantSql jdbc;

  BackfillStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  List<LocalDate> days() {
    return jdbc.sql(DAYS)
        .query((row, _) -> Objects.requireNonNull(row.getObject("day", LocalDate.class)))
        .list();
  }

  List<Run> after(LocalDate day, UUID trace, long span, int most) {
    return jdbc.sql(AFTER)
        .param("day", day)
        .param("trace", trace)
        .param("span", span)
        .param("most", most)
        .query((row, _) ->
            new Run(
                row.getObject("trace_id", UUID.class),
                row.getLong("span_id"),
                row.getString("attributes")))
        .list();
  }

  /// Changes the metadata of a run, unless somebody else did meanwhile.
  void change(LocalDate day, Run run, String attributes) {
    jdbc.sql(CHANGE)
        .param("day", day)
        .param("trace", run.trace())
        .param("span", run.span())
        .param("before", run.attributes())
        .param("attributes", attributes)
        .update();
  }

  int forgetOthers(LocalDate day, List<String> keys) {
    return jdbc.sql(FORGET_OTHERS)
        .param("day", day)
        .param("keys", keys.toArray(String[]::new))
        .update();
  }

  int write(LocalDate day, List<Run> runs, List<String> keys) {
    UUID[] traces = runs.stream().map(Run::trace).toArray(UUID[]::new);
    Long[] spans = runs.stream().map(Run::span).toArray(Long[]::new);
    jdbc.sql(FORGET).param("day", day).param("traces", traces).param("spans", spans).update();
    return jdbc.sql(WRITE)
        .param("day", day)
        .param("traces", traces)
        .param("spans", spans)
        .param("keys", keys.toArray(String[]::new))
        .update();
  }
}
