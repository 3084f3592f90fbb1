package dev.metaagent.search.describe;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.tenancy.TenantSql;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// The subjects of runs and the names of the actions that failed in them, looked up by key within
/// the transaction of the caller.
@Repository
class DescriptionStore {

  private static final String FIND =
      """
      select k.trace_id, k.span_id, w.subject, l.name as action
      from unnest(:traces::uuid[], :spans::bigint[], :failed::bigint[]) k(trace_id, span_id, failed)
      left join execution_words w on w.organization_id = :organization and w.day = :day
        and w.trace_id = k.trace_id and w.span_id = k.span_id
      left join agent_execution_logs l on k.failed <> 0 and l.organization_id = :organization and l.day = :day
        and l.trace_id = k.trace_id and l.span_id = k.failed
      """;

  /// What is known about one run.
  record Found(@Nullable String subject, @Nullable String failedAction) {
    static final Found NOTHING = new Found(null, null);
  }

  private final TenantSql jdbc;

  DescriptionStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  Map<ExecutionId, Found> of(Collection<ExecutionRow> rows) {
    Map<ExecutionId, Found> found = new HashMap<>();
    rows.stream()
        .collect(Collectors.groupingBy(ExecutionRow::day))
        .forEach((day, part) -> read(day, part, found));
    return found;
  }

  private void read(LocalDate day, List<ExecutionRow> rows, Map<ExecutionId, Found> found) {
    jdbc.sql(FIND)
        .param("day", day)
        .param("traces", rows.stream().map(row -> row.id().trace().value()).toArray(UUID[]::new))
        .param("spans", rows.stream().map(row -> row.id().span()).toArray(Long[]::new))
        .param("failed", rows.stream().map(DescriptionStore::failed).toArray(Long[]::new))
        .query(row -> {
          found.put(
              new ExecutionId(
                  new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id")),
              new Found(row.getString("subject"), row.getString("action")));
        });
  }

  private static Long failed(ExecutionRow row) {
    Long span = row.errorSpan();
    return span == null ? 0L : span;
  }
}
