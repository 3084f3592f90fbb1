package dev.metaagent.observe.search;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads what ended executions are called and writes their words, within the system transaction of
/// the caller.
@Repository
class WordStore {

  private static final String ENDED =
      """
      select e.trace_id, e.span_id, e.started_at, e.name, e.error_type, e.error_message, a.name as agent
      from unnest(:traces::uuid[], :spans::bigint[]) k(trace_id, span_id)
      join executions e on e.organization_id = :organization and e.day = :day and e.trace_id = k.trace_id
        and e.span_id = k.span_id
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      where e.status <> 3 and e.step_count > 0
      """;

  private static final String ACTIONS =
      """
      select trace_id, execution_span, span_id, kind, pack, name, error_type, error_message
      from agent_execution_logs
      where organization_id = :organization and day = :day and trace_id = any(:traces)
      order by trace_id, started_at, span_id
      """;

  private static final String WRITE =
      """
      insert into execution_words (organization_id, day, trace_id, span_id, started_at, words)
      select :organization, :day, x.trace_id, x.span_id, timestamptz 'epoch' + x.started * interval '1 microsecond',
        array_to_tsvector(string_to_array(x.words, ' '))
      from unnest(:traces::uuid[], :spans::bigint[], :started::bigint[], :words::text[])
        as x(trace_id, span_id, started, words)
      on conflict (organization_id, day, trace_id, span_id) do update
      set words = excluded.words, started_at = excluded.started_at
      where execution_words.words <> excluded.words or execution_words.started_at <> excluded.started_at
      """;

  private static final String REMOVE =
      """
      delete from execution_words w
      using unnest(:traces::uuid[], :spans::bigint[]) k(trace_id, span_id)
      where w.organization_id = :organization and w.day = :day and w.trace_id = k.trace_id
        and w.span_id = k.span_id
        and not exists (select from executions e where e.organization_id = w.organization_id and e.day = w.day
          and e.trace_id = w.trace_id and e.span_id = w.span_id)
      """;

  private final JdbcClient jdbc;

  WordStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Those of some executions of one day that have ended, with the names and errors of their
  /// actions.
  Collection<EndedRun> ended(
      OrganizationId organization, LocalDate day, Collection<ExecutionId> ids) {
    Map<ExecutionId, EndedRun> runs = new LinkedHashMap<>();
    keyed(ENDED, organization, day, ids)
        .query(row -> {
          ExecutionId id =
              new ExecutionId(
                  new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id"));
          EndedRun run =
              new EndedRun(id, row.getObject("started_at", OffsetDateTime.class).toInstant());
          run.hear(row.getString("name"));
          run.hear(row.getString("agent"));
          run.hear(row.getString("error_type"));
          run.hear(row.getString("error_message"));
          runs.put(id, run);
        });
    if (!runs.isEmpty()) {
      readActions(organization, day, runs);
    }
    return runs.values();
  }

  private void readActions(
      OrganizationId organization, LocalDate day, Map<ExecutionId, EndedRun> runs) {
    jdbc.sql(ACTIONS)
        .param("organization", organization.value())
        .param("day", day)
        .param(
            "traces",
            runs.keySet().stream().map(id -> id.trace().value()).distinct().toArray(UUID[]::new))
        .query(row -> {
          EndedRun run =
              runs.get(
                  new ExecutionId(
                      new TraceId(row.getObject("trace_id", UUID.class)),
                      row.getLong("execution_span")));
          if (run != null) {
            run.hear(row.getLong("span_id"), row.getInt("kind"), row.getInt("pack"));
            run.hear(row.getString("name"));
            run.hear(row.getString("error_type"));
            run.hear(row.getString("error_message"));
          }
        });
  }

  void write(OrganizationId organization, LocalDate day, List<RunWords> words) {
    if (words.isEmpty()) {
      return;
    }
    keyed(WRITE, organization, day, words.stream().map(RunWords::id).toList())
        .param(
            "started",
            words.stream()
                .map(run -> ChronoUnit.MICROS.between(Instant.EPOCH, run.startedAt()))
                .toArray(Long[]::new))
        .param(
            "words",
            words.stream().map(run -> String.join(" ", run.words())).toArray(String[]::new))
        .update();
  }

  /// Removes the words of those executions that are no more.
  void removeGone(OrganizationId organization, LocalDate day, Collection<ExecutionId> ids) {
    keyed(REMOVE, organization, day, ids).update();
  }

  private JdbcClient.StatementSpec keyed(
      String sql, OrganizationId organization, LocalDate day, Collection<ExecutionId> ids) {
    return jdbc.sql(sql)
        .param("organization", organization.value())
        .param("day", day)
        .param("traces", ids.stream().map(id -> id.trace().value()).toArray(UUID[]::new))
        .param("spans", ids.stream().map(ExecutionId::span).toArray(Long[]::new));
  }
}
