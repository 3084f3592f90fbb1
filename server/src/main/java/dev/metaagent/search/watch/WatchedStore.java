package dev.metaagent.search.watch;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.search.query.ActionList;
import dev.metaagent.search.query.ActionRow;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.tenancy.TenantSql;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of the executions that events name, and the actions that arrived with them; one day at a
/// time, because a look-up in one partition is many times cheaper than in all. Read within the
/// transaction of the caller.
@Repository
class WatchedStore {

  private static final String BROUGHT =
      """
      from unnest(:traces::uuid[], :firsts::int[], :untils::int[]) k(trace_id, first_pack, until_pack)
      join agent_execution_logs l on l.organization_id = :organization and l.day = :day and l.trace_id = k.trace_id
        and l.pack >= k.first_pack and l.pack < k.until_pack and (l.execution_span <> 0 or l.pending)
      """;

  private static final String ACTIONS =
      """
      select {columns}, e.agent_id, coalesce(a.name, '') as agent_name
      from (select l.* {brought} order by l.started_at desc, l.trace_id, l.span_id limit :most) l
      left join executions e on e.organization_id = :organization and e.day = :day and e.trace_id = l.trace_id
        and e.span_id = l.execution_span
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      """
          .replace("{columns}", ActionRow.COLUMNS)
          .replace("{brought}", BROUGHT);

  private static final String COUNT = "select count(*) " + BROUGHT;

  private static final String RUNS =
      """
      select {columns}, coalesce(a.name, '') as agent_name
      from unnest(:traces::uuid[], :spans::bigint[]) k(trace_id, span_id)
      join executions e on e.organization_id = :organization and e.day = :day and e.trace_id = k.trace_id
        and e.span_id = k.span_id and e.step_count > 0
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      """
          .replace("{columns}", ExecutionRow.COLUMNS);

  private record Brought(LocalDate day, UUID trace, ExecutionRecorded.Packs packs) {}

  private final TenantSql jdbc;

  WatchedStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// The newest actions that the batches of these facts brought.
  List<ActionList.Found> brought(Collection<ExecutionRecorded> touched, int most) {
    List<ActionList.Found> found = new ArrayList<>();
    byDay(touched)
        .forEach((day, traces) ->
            found.addAll(
                brought(ACTIONS, day, traces)
                    .param("most", most)
                    .query((row, number) -> {
                      UUID agent = row.getObject("agent_id", UUID.class);
                      return new ActionList.Found(
                          day,
                          ActionRow.read(row, number),
                          agent == null
                              ? null
                              : new ExecutionView.Agent(agent, row.getString("agent_name")));
                    })
                    .list()));
    found.sort(
        Comparator.comparing((ActionList.Found each) -> each.action().startedAt()).reversed());
    return found.subList(0, Math.min(most, found.size()));
  }

  /// How many actions the batches of these facts brought.
  long count(Collection<ExecutionRecorded> touched) {
    return byDay(touched).entrySet().stream()
        .mapToLong(
            entry -> brought(COUNT, entry.getKey(), entry.getValue()).query(Long.class).single())
        .sum();
  }

  private static Map<LocalDate, List<Brought>> byDay(Collection<ExecutionRecorded> touched) {
    return touched.stream()
        .filter(facts -> facts.packs() != null)
        .map(facts ->
            new Brought(
                facts.day(), facts.id().trace().value(), Objects.requireNonNull(facts.packs())))
        .distinct()
        .collect(Collectors.groupingBy(Brought::day));
  }

  private JdbcClient.StatementSpec brought(String sql, LocalDate day, List<Brought> traces) {
    return jdbc.sql(sql)
        .param("day", day)
        .param("traces", traces.stream().map(Brought::trace).toArray(UUID[]::new))
        .param("firsts", traces.stream().map(each -> each.packs().first()).toArray(Integer[]::new))
        .param("untils", traces.stream().map(each -> each.packs().until()).toArray(Integer[]::new));
  }

  /// The executions of these facts that still exist.
  List<ExecutionRow> runs(Collection<ExecutionRecorded> touched) {
    List<ExecutionRow> rows = new ArrayList<>();
    touched.stream()
        .collect(
            Collectors.groupingBy(
                ExecutionRecorded::day,
                Collectors.mapping(ExecutionRecorded::id, Collectors.toUnmodifiableSet())))
        .forEach((day, ids) ->
            rows.addAll(
                jdbc.sql(RUNS)
                    .param("day", day)
                    .param(
                        "traces", ids.stream().map(id -> id.trace().value()).toArray(UUID[]::new))
                    .param("spans", ids.stream().map(ExecutionId::span).toArray(Long[]::new))
                    .query(ExecutionRow::read)
                    .list()));
    return rows;
  }
}
