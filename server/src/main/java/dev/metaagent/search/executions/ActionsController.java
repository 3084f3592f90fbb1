package dev.metaagent.search.executions;

import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import dev.metaagent.kernel.SpanId;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.filter.ActionFilter;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.ActionList;
import dev.metaagent.search.query.ActionRow;
import dev.metaagent.search.query.ActionView;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.search.query.RecordedActions;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.search.query.Visibility;
import dev.metaagent.tenancy.Elsewhere;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// One execution, its actions, and actions across agents.
@RestController
@Tag(name = "Executions")
class ActionsController {

  private static final int MOST = 1_000;

  private final TenantTransactions transactions;
  private final Clock clock;
  private final OneExecution one;
  private final RecordedExecutions executions;
  private final RecordedActions actions;
  private final ActionList list;
  private final Contents contents;
  private final ToolExchange tools;
  private final Elsewhere elsewhere;
  private final Privacy privacy;

  ActionsController(
      TenantTransactions transactions,
      Clock clock,
      OneExecution one,
      RecordedExecutions executions,
      RecordedActions actions,
      ActionList list,
      Contents contents,
      ToolExchange tools,
      Elsewhere elsewhere,
      Privacy privacy) {
    this.transactions = transactions;
    this.clock = clock;
    this.one = one;
    this.executions = executions;
    this.actions = actions;
    this.list = list;
    this.contents = contents;
    this.tools = tools;
    this.elsewhere = elsewhere;
    this.privacy = privacy;
  }

  @GetMapping("/api/v1/executions/{id}")
  @Operation(
      summary = "One execution with input, output and the executions nested in it",
      description = "The id of a trace alone finds its first execution. A viewer sees no bodies.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  ExecutionDetail execution(@Parameter(schema = @Schema(type = "string")) @PathVariable String id) {
    ExecutionId execution = executionId(id);
    boolean bodies = Visibility.bodies();
    return known(execution, () -> one.detail(execution, bodies));
  }

  /// What is known about an execution, or in which organization it is.
  private <T> T known(ExecutionId id, Supplier<T> question) {
    return elsewhere.orThere(
        () -> transactions.read(question), () -> transactions.read(() -> one.find(id).isPresent()));
  }

  @GetMapping("/api/v1/executions/{id}/actions")
  @Operation(
      summary = "Actions of one execution, in the order of start",
      description =
          "Without `parent`: the top of the tree and the level below it. `parent=<spanId>`: the"
              + " actions directly below that action. `parent=all`: every action.")
  @Parameter(name = "parent", in = ParameterIn.QUERY, example = "all")
  @Parameter(name = "cursor", in = ParameterIn.QUERY)
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "200"))
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Page<ActionView> actions(
      @Parameter(schema = @Schema(type = "string")) @PathVariable String id,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    ExecutionId execution = executionId(id);
    Parameters parameters = new Parameters(given, clock.instant());
    Branch branch =
        parameters.parsed("parent", "is `all` or a span id of 16 hex digits", Branch::of);
    Position cursor = parameters.cursor();
    int limit = parameters.limit(200, MOST);
    parameters.done();
    return known(
        execution,
        () ->
            tree(
                one.require(execution),
                branch,
                cursor == null ? Position.oldest() : cursor,
                limit));
  }

  /// Which part of a tree: everything, or what lies below one span.
  private record Branch(boolean all, long parent) {
    static Branch of(String text) {
      return text.equals("all") ? new Branch(true, 0) : new Branch(false, SpanId.parse(text));
    }
  }

  private Page<ActionView> tree(
      ExecutionRow execution, @Nullable Branch branch, Position after, int limit) {
    List<ActionRow> rows = rows(execution, branch, after, limit + 1);
    boolean more = rows.size() > limit;
    List<ActionRow> shown = more ? rows.subList(0, limit) : rows;
    Map<Long, Long> children = actions.childCounts(execution.day(), execution.id(), shown);
    ExecutionView.Agent agent = new ExecutionView.Agent(execution.agent(), execution.agentName());
    Map<Long, List<ActionView.Called>> called =
        executions.called(execution.day(), execution.id(), shown);
    List<ActionView> items =
        shown.stream()
            .map(row ->
                ActionView.of(
                    row,
                    agent,
                    children.getOrDefault(row.span(), 0L),
                    called.getOrDefault(row.span(), List.of())))
            .toList();
    return Page.of(items, more ? shown.getLast().position().cursor() : null);
  }

  private List<ActionRow> rows(
      ExecutionRow execution, @Nullable Branch branch, Position after, int most) {
    if (branch == null) {
      return actions.top(execution.day(), execution.id(), after, most);
    }
    return branch.all()
        ? actions.all(execution.day(), execution.id(), after, most)
        : actions.children(execution.day(), execution.id(), branch.parent(), after, most);
  }

  @GetMapping("/api/v1/executions/{id}/actions/{spanId}")
  @Operation(summary = "One action with its content")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  ActionView action(
      @Parameter(schema = @Schema(type = "string")) @PathVariable String id,
      @PathVariable String spanId) {
    ExecutionId execution = executionId(id);
    long span = spanId(spanId);
    return known(execution, () -> action(one.require(execution), span));
  }

  private ActionView action(ExecutionRow execution, long span) {
    ActionRow row =
        actions
            .one(execution.day(), execution.id(), span)
            .orElseThrow(() ->
                MetaAgentException.notFound(
                    "Action " + SpanId.format(span) + " of execution " + execution.id()));
    Map<Long, Long> children = actions.childCounts(execution.day(), execution.id(), List.of(row));
    return ActionView.of(
        row,
        new ExecutionView.Agent(execution.agent(), execution.agentName()),
        children.getOrDefault(span, 0L),
        executions
            .called(execution.day(), execution.id(), List.of(row))
            .getOrDefault(span, List.of()),
        contents
            .of(execution.day(), row.content())
            .map(content -> tools.completed(execution, row, content))
            .orElse(null));
  }

  @GetMapping("/api/v1/actions")
  @Operation(
      summary = "Actions across agents, newest first",
      description =
          "`from`, `to`, `model`, `status` and `errorType` are about the actions; every other"
              + " filter of `GET /api/v1/executions` is about the runs they belong to.")
  @Parameter(name = "agent", in = ParameterIn.QUERY, description = "id or name of the agent")
  @Parameter(
      name = "kind",
      in = ParameterIn.QUERY,
      schema =
          @Schema(
              allowableValues = {
                "llm",
                "tool",
                "retrieval",
                "embedding",
                "agent",
                "chain",
                "guardrail",
                "handoff",
                "memory",
                "other"
              }))
  @Parameter(name = "name", in = ParameterIn.QUERY)
  @Parameter(name = "model", in = ParameterIn.QUERY)
  @Parameter(
      name = "status",
      in = ParameterIn.QUERY,
      schema = @Schema(allowableValues = {"ok", "error", "unknown"}))
  @Parameter(name = "errorType", in = ParameterIn.QUERY)
  @Parameter(name = "from", in = ParameterIn.QUERY, example = "-6h")
  @Parameter(name = "to", in = ParameterIn.QUERY, example = "2026-01-31T12:00:00Z")
  @Parameter(name = "cursor", in = ParameterIn.QUERY)
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<ActionView> across(
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    Parameters parameters = new Parameters(given, clock.instant());
    ActionFilter filter = ActionFilter.of(parameters, given, privacy, Visibility.words());
    Position cursor = parameters.cursor();
    int limit = parameters.limit(50, MOST);
    parameters.done();
    Page<ActionList.Found> page = transactions.read(() -> list.page(filter, cursor, limit));
    List<ActionView> items =
        page.items().stream().map(found -> ActionView.of(found.action(), found.agent())).toList();
    return new Page<>(items, page.nextCursor(), page.scannedTo());
  }

  /// @throws MetaAgentException when the text is no id: then no such execution exists either
  static ExecutionId executionId(String text) {
    try {
      return ExecutionId.parse(text);
    } catch (IllegalArgumentException e) {
      throw MetaAgentException.invalid(
          "id", "is an execution id like <32 hex digits>-<16 hex digits>");
    }
  }

  private static long spanId(String text) {
    try {
      return SpanId.parse(text);
    } catch (IllegalArgumentException e) {
      throw MetaAgentException.invalid("spanId", "is a span id of 16 hex digits");
    }
  }
}
