package dev.metaagent.search.words;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Which agents call which and which hand over to which, learned from the executions of a trace,
/// within the system transaction of the caller.
@Repository
class CallGraph {

  private static final String INSERT =
      """
      insert into agent_dependencies (organization_id, from_agent, to_agent, kind, first_seen_at, last_seen_at)
      """;

  private static final String UPDATE =
      """
      on conflict (organization_id, from_agent, to_agent, kind) do update
      set first_seen_at = least(agent_dependencies.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(agent_dependencies.last_seen_at, excluded.last_seen_at)
      where agent_dependencies.first_seen_at > excluded.first_seen_at
        or agent_dependencies.last_seen_at < excluded.last_seen_at
      """;

  private static final String NESTED =
      """
      select c.organization_id, p.agent_id, c.agent_id, 'nested', min(c.started_at), max(c.started_at)
      from unnest(:traces::uuid[], :spans::bigint[]) k(trace_id, span_id)
      join executions c on c.organization_id = :organization and c.day = :day and c.trace_id = k.trace_id
        and c.span_id = k.span_id and c.parent_span is not null
      join executions p on p.organization_id = :organization and p.day = :day and p.trace_id = c.trace_id
        and p.span_id = c.parent_span and p.agent_id <> c.agent_id
      group by 1, 2, 3
      order by 1, 2, 3
      """;

  /// A handoff is an action of the run that gives away; who takes over is the next run of another
  /// agent in the same trace. All runs of the traces are looked at, because either may end first.
  private static final String HANDOFFS =
      """
      select e.organization_id, e.agent_id as from_agent, t.agent_id as to_agent, 'handoff',
        min(a.started_at), max(a.started_at)
      from unnest(:traces::uuid[]) k(trace_id)
      join agent_execution_logs a on a.organization_id = :organization and a.day = :day
        and a.trace_id = k.trace_id and a.kind = :handoff
      join executions e on e.organization_id = :organization and e.day = :day and e.trace_id = a.trace_id
        and e.span_id = a.execution_span
      cross join lateral (
        select o.agent_id from executions o
        where o.organization_id = :organization and o.day = :day and o.trace_id = a.trace_id
          and o.span_id <> e.span_id and o.started_at >= a.started_at
        order by o.started_at, o.span_id limit 1
      ) t
      where t.agent_id <> e.agent_id
      group by 1, 2, 3
      order by 1, 2, 3
      """;

  private final JdbcClient jdbc;

  CallGraph(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Adds edges from some executions of one day.
  ///
  /// @param handingOver their traces that have a handoff
  void addEdges(
      OrganizationId organization,
      LocalDate day,
      Collection<ExecutionId> ids,
      Set<TraceId> handingOver) {
    if (!handingOver.isEmpty()) {
      jdbc.sql(INSERT + HANDOFFS + UPDATE)
          .param("organization", organization.value())
          .param("day", day)
          .param("traces", handingOver.stream().map(TraceId::value).toArray(UUID[]::new))
          .param("handoff", ActionKind.HANDOFF.code())
          .update();
    }
    jdbc.sql(INSERT + NESTED + UPDATE)
        .param("organization", organization.value())
        .param("day", day)
        .param("traces", ids.stream().map(id -> id.trace().value()).toArray(UUID[]::new))
        .param("spans", ids.stream().map(ExecutionId::span).toArray(Long[]::new))
        .update();
  }
}
