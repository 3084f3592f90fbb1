package dev.metaagent.search.executions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.conventions.ActionContent;
import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.search.describe.ExecutionViews;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.ActionRow;
import dev.metaagent.search.query.ActionView;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.search.query.RecordedActions;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.search.query.Visibility;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The first run of a new agent, and how it was mapped.
@RestController
@Tag(name = "Connect")
class FirstRunController {

  private static final Duration LOOK_BACK = Duration.ofMinutes(10);
  private static final int SHOWN = 50;

  /// The first run since a time.
  ///
  /// @param execution null while nothing came
  /// @param receivedAt when its telemetry came
  /// @param visibleAfterMs how long after that it could be read
  @Schema(name = "FirstRun")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record First(
      @Nullable ExecutionView execution,
      @Nullable Instant receivedAt,
      @Nullable Long visibleAfterMs,
      List<ActionView> actions,
      List<FirstRunReport.Item> understood) {

    static final First NOTHING = new First(null, null, null, List.of(), List.of());
  }

  private final TenantTransactions transactions;
  private final Clock clock;
  private final RecentArrivals arrivals;
  private final OneExecution one;
  private final RecordedActions actions;
  private final Contents contents;
  private final ExecutionViews views;
  private final RecordedExecutions executions;

  FirstRunController(
      TenantTransactions transactions,
      Clock clock,
      RecentArrivals arrivals,
      OneExecution one,
      RecordedActions actions,
      Contents contents,
      ExecutionViews views,
      RecordedExecutions executions) {
    this.transactions = transactions;
    this.clock = clock;
    this.arrivals = arrivals;
    this.one = one;
    this.actions = actions;
    this.contents = contents;
    this.views = views;
    this.executions = executions;
  }

  @GetMapping("/api/v1/connect/first")
  @Operation(
      summary = "The first run that arrived since a time, and how it was mapped",
      description = "Without `since`: of the last ten minutes. Arrivals are kept for an hour.")
  First first(
      @Parameter(example = "2026-11-22T13:36:00Z") @RequestParam(required = false)
          @Nullable Instant since) {
    Instant from = since == null ? clock.instant().minus(LOOK_BACK) : since;
    return transactions.read(
        () -> arrivals.first(from).flatMap(this::report).orElse(First.NOTHING));
  }

  private Optional<First> report(RecentArrivals.Arrival arrival) {
    return one.find(new ExecutionId(arrival.execution().trace(), 0))
        .map(row -> report(row, arrival.recordedAt()));
  }

  private First report(ExecutionRow row, Instant recordedAt) {
    Instant arrivedAt = arrivals.arrivedAt(row);
    List<ActionRow> rows = actions.all(row.day(), row.id(), Position.oldest(), SHOWN);
    Map<Long, Long> children = actions.childCounts(row.day(), row.id(), rows);
    Map<Long, List<ActionView.Called>> called = executions.called(row.day(), row.id(), rows);
    ExecutionView.Agent agent = new ExecutionView.Agent(row.agent(), row.agentName());
    TraceId trace = row.id().trace();
    Map<Contents.At, ActionContent> said =
        contents.of(
            Tenant.current(),
            row.day(),
            rows.stream()
                .map(action -> new Contents.Key(trace, action.span(), action.pack()))
                .toList());
    return new First(
        views.of(List.of(row), Visibility.bodies()).getFirst(),
        arrivedAt,
        Math.max(0, Duration.between(arrivedAt, recordedAt).toMillis()),
        rows.stream()
            .map(action ->
                ActionView.of(
                    action,
                    agent,
                    children.getOrDefault(action.span(), 0L),
                    called.getOrDefault(action.span(), List.of())))
            .toList(),
        FirstRunReport.of(
            row,
            rows.stream()
                .map(action -> said.get(new Contents.At(trace, action.span())))
                .filter(Objects::nonNull)
                .toList()));
  }
}
