package dev.metaagent.search.executions;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.metaagent.executions.StoredId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.describe.ExecutionViews;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.search.query.Visibility;
import dev.metaagent.tenancy.Elsewhere;
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
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Sessions: the runs of one conversation in order.
@RestController
@Tag(name = "Executions")
class SessionsController {

  private static final int MOST = 200;

  private static final String SUMMARY =
      """
      select min(started_at) as started_at, max(coalesce(ended_at, started_at)) as last_at, count(*) as executions,
        sum(cost_nano)::bigint as cost, array_agg(distinct agent_id) as agents
      from executions
      where organization_id = :organization and session_id = :session and step_count > 0
      """;

  /// A session with one page of its executions.
  @Schema(name = "SessionDetail")
  record Session(
      String id,
      List<UUID> agentIds,
      Instant startedAt,
      Instant lastAt,
      long executionCount,
      @Nullable String totalCostUsd,
      @Schema(description = "in the order of start") List<Turn> executions,
      @Nullable String nextCursor) {}

  /// One run of the conversation; a viewer sees no bodies.
  @Schema(name = "SessionExecution")
  record Turn(
      @JsonUnwrapped ExecutionView execution,
      @Schema(implementation = Object.class, description = "text or JSON") @Nullable JsonNode input,
      @Schema(implementation = Object.class, description = "text or JSON")
          @Nullable JsonNode output) {}

  private record Summary(
      Instant startedAt, Instant lastAt, long executions, @Nullable Long cost, List<UUID> agents) {}

  private final TenantSql jdbc;
  private final TenantTransactions transactions;
  private final Clock clock;
  private final RecordedExecutions executions;
  private final OneExecution one;
  private final ExecutionViews views;
  private final Privacy privacy;
  private final Elsewhere elsewhere;

  SessionsController(
      DataSource dataSource,
      TenantTransactions transactions,
      Clock clock,
      RecordedExecutions executions,
      OneExecution one,
      ExecutionViews views,
      Privacy privacy,
      Elsewhere elsewhere) {
    this.jdbc = new TenantSql(dataSource);
    this.transactions = transactions;
    this.clock = clock;
    this.executions = executions;
    this.one = one;
    this.views = views;
    this.privacy = privacy;
    this.elsewhere = elsewhere;
  }

  @GetMapping("/api/v1/sessions")
  @Operation(
      summary = "A session with its executions in order, for ids of any form",
      description = "An id with a slash or a backslash cannot be part of a path.")
  @Parameter(name = "id", in = ParameterIn.QUERY, required = true, example = "acme/session-7")
  @Parameter(name = "cursor", in = ParameterIn.QUERY)
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50"))
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Session sessionOfAnyId(
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    MultiValueMap<String, String> rest = new LinkedMultiValueMap<>(given);
    List<String> id = rest.remove("id");
    if (id == null || id.size() != 1) {
      throw MetaAgentException.invalid("id", "is the id of a session, given once");
    }
    return session(id.getFirst(), rest);
  }

  @GetMapping("/api/v1/sessions/{id}")
  @Operation(summary = "A session with its executions in order")
  @Parameter(name = "cursor", in = ParameterIn.QUERY)
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50"))
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Session session(
      @PathVariable String id,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    Parameters parameters = new Parameters(given, clock.instant());
    Position cursor = parameters.cursor();
    int limit = parameters.limit(50, MOST);
    parameters.done();
    if (id.indexOf('\0') >= 0) {
      throw MetaAgentException.notFound("The session");
    }
    boolean bodies = Visibility.bodies();
    Position after = cursor == null ? Position.oldest() : cursor;
    // pseudonyms of one organization are not those of another
    return elsewhere.orThere(
        () -> transactions.read(() -> session(StoredId.of(id, privacy), after, limit, bodies)),
        () ->
            transactions.read(() ->
                !executions.ofSession(StoredId.of(id, privacy), Position.oldest(), 1).isEmpty()));
  }

  private Session session(String id, Position after, int limit, boolean bodies) {
    Summary summary = summary(id);
    List<ExecutionRow> rows = executions.ofSession(id, after, limit + 1);
    List<ExecutionRow> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
    List<ExecutionView> views = this.views.of(shown, bodies);
    return new Session(
        id,
        summary.agents(),
        summary.startedAt(),
        summary.lastAt(),
        summary.executions(),
        NanoUsd.format(summary.cost()),
        IntStream.range(0, shown.size())
            .mapToObj(at -> turn(shown.get(at), views.get(at), bodies))
            .toList(),
        rows.size() > limit ? shown.getLast().position().cursor() : null);
  }

  private Turn turn(ExecutionRow row, ExecutionView view, boolean bodies) {
    OneExecution.Bodies said = bodies ? one.bodies(row) : OneExecution.Bodies.UNKNOWN;
    return new Turn(view, said.input(), said.output());
  }

  private Summary summary(String id) {
    return jdbc.sql(SUMMARY)
        .param("session", id)
        .query((row, number) -> {
          OffsetDateTime started = row.getObject("started_at", OffsetDateTime.class);
          if (started == null) {
            throw MetaAgentException.notFound("Session " + id);
          }
          return new Summary(
              started.toInstant(),
              row.getObject("last_at", OffsetDateTime.class).toInstant(),
              row.getLong("executions"),
              row.getObject("cost", Long.class),
              List.of((UUID[]) row.getArray("agents").getArray()));
        })
        .single();
  }
}
