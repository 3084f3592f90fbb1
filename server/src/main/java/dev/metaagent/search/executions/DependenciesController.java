package dev.metaagent.search.executions;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.search.AgentStatuses;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.AgentNames;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.tenancy.TenantSql;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Which agents call which: every edge that was ever seen, with the calls of the last day.
@RestController
@Tag(name = "Agents")
class DependenciesController {

  /// Edges of a merged agent are edges of the agent it was merged into.
  private static final String EDGES =
      """
      select f.id as from_agent, f.name as from_name, t.id as to_agent, t.name as to_name, d.kind,
        max(d.last_seen_at) as last_seen_at
      from agent_dependencies d
      join agent_registry a on a.organization_id = d.organization_id and a.id = d.from_agent
      join agent_registry f on f.organization_id = d.organization_id and f.id = coalesce(a.merged_into, a.id)
      join agent_registry b on b.organization_id = d.organization_id and b.id = d.to_agent
      join agent_registry t on t.organization_id = d.organization_id and t.id = coalesce(b.merged_into, b.id)
      where d.organization_id = :organization and f.id <> t.id
      group by f.id, f.name, t.id, t.name, d.kind
      order by f.name, t.name, d.kind
      """;

  /// Nested runs among the newest of one day's files: a look-up in one partition is many times
  /// cheaper than in all.
  private static final String CALLS =
      """
      select coalesce(f.merged_into, f.id) as from_agent, coalesce(t.merged_into, t.id) as to_agent,
        sum(n.executions)::bigint as executions, sum(n.failed)::bigint as failed
      from (
        select c.organization_id, p.agent_id as from_agent, c.agent_id as to_agent, count(*) as executions,
          count(*) filter (where c.success = false) as failed
        from (
          select organization_id, trace_id, parent_span, agent_id, success from executions
          where organization_id = :organization and day = :day and parent_span is not null and started_at >= :since
          order by started_at desc limit 20000
        ) c
        join executions p on p.organization_id = c.organization_id and p.day = :day and p.trace_id = c.trace_id
          and p.span_id = c.parent_span
        where p.agent_id <> c.agent_id
        group by 1, 2, 3
      ) n
      join agent_registry f on f.organization_id = n.organization_id and f.id = n.from_agent
      join agent_registry t on t.organization_id = n.organization_id and t.id = n.to_agent
      group by 1, 2
      """;

  /// The graph.
  @Schema(name = "Dependencies")
  record Graph(List<Node> nodes, List<Edge> edges) {}

  @Schema(name = "DependencyNode")
  record Node(
      UUID id,
      String name,
      @Schema(allowableValues = {"healthy", "degraded", "failing", "idle", "unknown"})
          String status) {}

  /// @param executions runs of the callee below the caller in the last day; null for handoffs,
  ///   which happen inside one run
  @Schema(name = "DependencyEdge")
  record Edge(
      UUID from,
      UUID to,
      @Schema(allowableValues = {"nested", "handoff"}) String kind,
      @Nullable Long executions,
      @Nullable Long failed,
      Instant lastSeenAt) {}

  private record Pair(UUID from, UUID to) {}

  private record Calls(long executions, long failed) {
    Calls plus(Calls other) {
      return new Calls(executions + other.executions, failed + other.failed);
    }
  }

  private record Seen(Edge edge, String fromName, String toName) {}

  private final TenantSql jdbc;
  private final TenantTransactions transactions;
  private final Clock clock;
  private final AgentNames agents;
  private final org.springframework.beans.factory.ObjectProvider<AgentStatuses> statuses;

  DependenciesController(
      DataSource dataSource,
      TenantTransactions transactions,
      Clock clock,
      AgentNames agents,
      org.springframework.beans.factory.ObjectProvider<AgentStatuses> statuses) {
    this.jdbc = new TenantSql(dataSource);
    this.transactions = transactions;
    this.clock = clock;
    this.agents = agents;
    this.statuses = statuses;
  }

  @GetMapping("/api/v1/dependencies")
  @Operation(summary = "Which agents call which, with the calls of the last day")
  @Parameter(
      name = "agent",
      in = ParameterIn.QUERY,
      description = "only the edges of this agent, by id or name")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Graph dependencies(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    Instant now = clock.instant();
    Parameters parameters = new Parameters(given, now);
    String agent = parameters.text("agent");
    parameters.done();
    return transactions.read(() -> graph(agent, now.minus(ExecutionFilter.LOOK_BACK)));
  }

  private Graph graph(@Nullable String agent, Instant since) {
    UUID only =
        agent == null
            ? null
            : agents.find(agent).orElseThrow(() -> MetaAgentException.notFound("Agent " + agent));
    List<Seen> seen =
        edges(calls(since)).stream()
            .filter(edge ->
                only == null || edge.edge().from().equals(only) || edge.edge().to().equals(only))
            .toList();
    Map<UUID, String> names = new HashMap<>();
    for (Seen edge : seen) {
      names.put(edge.edge().from(), edge.fromName());
      names.put(edge.edge().to(), edge.toName());
    }
    AgentStatuses known = statuses.getIfAvailable();
    Map<UUID, String> status = known == null ? Map.of() : known.of(names.keySet());
    List<Node> nodes = new ArrayList<>();
    for (UUID id : new TreeSet<>(names.keySet())) {
      nodes.add(new Node(id, names.getOrDefault(id, ""), status.getOrDefault(id, "unknown")));
    }
    return new Graph(nodes, seen.stream().map(Seen::edge).toList());
  }

  private List<Seen> edges(Map<Pair, Calls> calls) {
    return jdbc.sql(EDGES)
        .query((row, number) -> {
          Pair pair =
              new Pair(
                  row.getObject("from_agent", UUID.class), row.getObject("to_agent", UUID.class));
          boolean nested = row.getString("kind").equals("nested");
          Calls count = calls.getOrDefault(pair, new Calls(0, 0));
          return new Seen(
              new Edge(
                  pair.from(),
                  pair.to(),
                  row.getString("kind"),
                  nested ? Long.valueOf(count.executions()) : null,
                  nested ? Long.valueOf(count.failed()) : null,
                  ExecutionRow.instant(row, "last_seen_at")),
              row.getString("from_name"),
              row.getString("to_name"));
        })
        .list();
  }

  private Map<Pair, Calls> calls(Instant since) {
    Map<Pair, Calls> calls = new HashMap<>();
    LocalDate first = LocalDate.ofInstant(since, ZoneOffset.UTC);
    // a trace is filed under the day it began, which may be the day before
    for (int day = -1; day <= 2; day++) {
      jdbc.sql(CALLS)
          .param("day", first.plusDays(day))
          .param("since", Position.sql(since))
          .query(row -> {
            calls.merge(
                new Pair(
                    row.getObject("from_agent", UUID.class), row.getObject("to_agent", UUID.class)),
                new Calls(row.getLong("executions"), row.getLong("failed")),
                Calls::plus);
          });
    }
    return calls;
  }
}
