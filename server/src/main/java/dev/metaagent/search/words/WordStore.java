package dev.metaagent.search.words;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
      select e.trace_id, e.span_id, e.started_at, e.name, e.error_type, e.error_message, a.name as agent,
        e.agent_id, e.prompt_name, e.prompt_version, e.models
      from unnest(:traces::uuid[], :spans::bigint[]) k(trace_id, span_id)
      join executions e on e.organization_id = :organization and e.day = :day and e.trace_id = k.trace_id
        and e.span_id = k.span_id
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      where e.status <> 3 and e.step_count > 0
      """;

  private static final String ACTIONS =
      """
      select trace_id, execution_span, span_id, kind, pack, name, model, error_type, error_message
      from agent_execution_logs
      where organization_id = :organization and day = :day and trace_id = any(:traces)
      order by trace_id, started_at, span_id
      """;

  private static final String WRITE =
      """
      insert into execution_words (organization_id, day, trace_id, span_id, started_at, words, plain_words, subject)
      select :organization, :day, x.trace_id, x.span_id, timestamptz 'epoch' + x.started * interval '1 microsecond',
        array_to_tsvector(string_to_array(x.words, ' ')), array_to_tsvector(string_to_array(x.plain, ' ')),
        x.subject
      from unnest(:traces::uuid[], :spans::bigint[], :started::bigint[], :words::text[], :plain::text[],
        :subjects::text[]) as x(trace_id, span_id, started, words, plain, subject)
      on conflict (organization_id, day, trace_id, span_id) do update
      set words = excluded.words, plain_words = excluded.plain_words, started_at = excluded.started_at,
        subject = excluded.subject
      where execution_words.words <> excluded.words or execution_words.plain_words <> excluded.plain_words
        or execution_words.started_at <> excluded.started_at
        or execution_words.subject is distinct from excluded.subject
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

  /// Executions of one day whose words are wanted.
  ///
  /// @param ended those that have ended, with the names and errors of their actions
  /// @param handingOver the traces in which an action is a handoff
  record Found(Collection<IndexedExecution> ended, Set<TraceId> handingOver) {}

  /// Looks at some executions of one day, and at all actions of their traces.
  Found find(OrganizationId organization, LocalDate day, Collection<ExecutionId> ids) {
    Map<ExecutionId, IndexedExecution> runs = new LinkedHashMap<>();
    keyed(ENDED, organization, day, ids)
        .query(row -> {
          ExecutionId id =
              new ExecutionId(
                  new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id"));
          IndexedExecution run =
              new IndexedExecution(
                  id, row.getObject("started_at", OffsetDateTime.class).toInstant(), used(row));
          run.add(row.getString("name"));
          run.add(row.getString("agent"));
          run.add(row.getString("error_type"));
          run.add(row.getString("error_message"));
          runs.put(id, run);
        });
    return new Found(runs.values(), readActions(organization, day, ids, runs));
  }

  private Set<TraceId> readActions(
      OrganizationId organization,
      LocalDate day,
      Collection<ExecutionId> ids,
      Map<ExecutionId, IndexedExecution> runs) {
    Set<TraceId> handingOver = new HashSet<>();
    jdbc.sql(ACTIONS)
        .param("organization", organization.value())
        .param("day", day)
        .param("traces", ids.stream().map(id -> id.trace().value()).distinct().toArray(UUID[]::new))
        .query(row -> {
          TraceId trace = new TraceId(row.getObject("trace_id", UUID.class));
          if (row.getInt("kind") == ActionKind.HANDOFF.code()) {
            handingOver.add(trace);
          }
          IndexedExecution run = runs.get(new ExecutionId(trace, row.getLong("execution_span")));
          if (run != null) {
            run.add(row.getLong("span_id"), row.getInt("kind"), row.getInt("pack"));
            run.used().model(row.getString("model"));
            if (row.getInt("kind") == ActionKind.TOOL.code()) {
              run.used().tool(row.getString("name"));
            }
            run.add(row.getString("name"));
            run.add(row.getString("error_type"));
            run.add(row.getString("error_message"));
          }
        });
    return handingOver;
  }

  private static UsedByRun used(ResultSet row) throws SQLException {
    UsedByRun used = new UsedByRun(new AgentId(row.getObject("agent_id", UUID.class)));
    used.prompt(row.getString("prompt_name"), row.getString("prompt_version"));
    for (String model : (String[]) row.getArray("models").getArray()) {
      used.model(model);
    }
    return used;
  }

  void write(OrganizationId organization, LocalDate day, List<ExecutionWords> words) {
    if (words.isEmpty()) {
      return;
    }
    keyed(WRITE, organization, day, words.stream().map(ExecutionWords::id).toList())
        .param(
            "started",
            words.stream()
                .map(run -> ChronoUnit.MICROS.between(Instant.EPOCH, run.startedAt()))
                .toArray(Long[]::new))
        .param(
            "words",
            words.stream().map(run -> String.join(" ", run.words())).toArray(String[]::new))
        .param(
            "plain",
            words.stream().map(run -> String.join(" ", run.plain())).toArray(String[]::new))
        .param("subjects", words.stream().map(ExecutionWords::subject).toArray(String[]::new))
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
