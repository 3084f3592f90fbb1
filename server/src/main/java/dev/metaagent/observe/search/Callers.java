package dev.metaagent.observe.search;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Which agents call which, learned from executions that are nested in those of another agent,
/// within the system transaction of the caller.
@Repository
class Callers {

  private static final String LEARN =
      """
      insert into agent_dependencies (organization_id, from_agent, to_agent, kind, first_seen_at, last_seen_at)
      select c.organization_id, p.agent_id, c.agent_id, 'nested', min(c.started_at), max(c.started_at)
      from unnest(:traces::uuid[], :spans::bigint[]) k(trace_id, span_id)
      join executions c on c.organization_id = :organization and c.day = :day and c.trace_id = k.trace_id
        and c.span_id = k.span_id and c.parent_span is not null
      join executions p on p.organization_id = :organization and p.day = :day and p.trace_id = c.trace_id
        and p.span_id = c.parent_span and p.agent_id <> c.agent_id
      group by 1, 2, 3
      order by 1, 2, 3
      on conflict (organization_id, from_agent, to_agent, kind) do update
      set first_seen_at = least(agent_dependencies.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(agent_dependencies.last_seen_at, excluded.last_seen_at)
      where agent_dependencies.first_seen_at > excluded.first_seen_at
        or agent_dependencies.last_seen_at < excluded.last_seen_at
      """;

  private final JdbcClient jdbc;

  Callers(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Learns from some executions that are filed under one day.
  void learn(OrganizationId organization, LocalDate day, Collection<ExecutionId> ids) {
    jdbc.sql(LEARN)
        .param("organization", organization.value())
        .param("day", day)
        .param("traces", ids.stream().map(id -> id.trace().value()).toArray(UUID[]::new))
        .param("spans", ids.stream().map(ExecutionId::span).toArray(Long[]::new))
        .update();
  }
}
