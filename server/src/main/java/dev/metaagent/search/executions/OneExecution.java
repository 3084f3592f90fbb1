package dev.metaagent.search.executions;

import dev.metaagent.conventions.ActionContent;
import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.ActionStatus;
import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.search.describe.ExecutionViews;
import dev.metaagent.search.query.ActionRow;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.RecordedActions;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.search.query.Totals;
import dev.metaagent.tenancy.Tenant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Finds one execution by its id or alias, with its input and output.
@Component
public class OneExecution {

  /// What went into a run and what came out of it.
  record Bodies(@Nullable JsonNode input, @Nullable JsonNode output) {
    static final Bodies UNKNOWN = new Bodies(null, null);
  }

  /// The most nested runs that are asked for an answer.
  private static final int NESTED = 3;

  private static final Comparator<ExecutionRow> LAST_ENDED_FIRST =
      Comparator.comparing((ExecutionRow run) -> Objects.requireNonNull(run.endedAt())).reversed();

  private final RecordedExecutions executions;
  private final RecordedActions actions;
  private final Contents contents;
  private final ExecutionViews views;

  OneExecution(
      RecordedExecutions executions,
      RecordedActions actions,
      Contents contents,
      ExecutionViews views) {
    this.executions = executions;
    this.actions = actions;
    this.contents = contents;
    this.views = views;
  }

  /// The execution of an id. The id of a trace alone is that of its provisional run, or else of its
  /// first run without a parent.
  public Optional<ExecutionRow> find(ExecutionId id) {
    Optional<LocalDate> day = executions.day(id.trace());
    return day.isEmpty() ? Optional.empty() : find(executions.ofTrace(day.get(), id.trace()), id);
  }

  /// @throws MetaAgentException when there is no such execution
  ExecutionRow require(ExecutionId id) {
    return find(id).orElseThrow(() -> MetaAgentException.notFound("Execution " + id));
  }

  private static Optional<ExecutionRow> find(List<ExecutionRow> trace, ExecutionId id) {
    Optional<ExecutionRow> exact = trace.stream().filter(row -> row.id().equals(id)).findFirst();
    return exact.isEmpty() && id.provisional() ? first(trace) : exact;
  }

  private static Optional<ExecutionRow> first(List<ExecutionRow> trace) {
    return trace.stream()
        .filter(row -> row.parentSpan() == null)
        .findFirst()
        .or(() -> trace.stream().findFirst());
  }

  /// @param bodies whether input and output may be seen
  /// @throws MetaAgentException when there is no such execution
  ExecutionDetail detail(ExecutionId id, boolean bodies) {
    LocalDate day =
        executions
            .day(id.trace())
            .orElseThrow(() -> MetaAgentException.notFound("Execution " + id));
    List<ExecutionRow> trace = executions.ofTrace(day, id.trace());
    ExecutionRow row =
        find(trace, id).orElseThrow(() -> MetaAgentException.notFound("Execution " + id));
    Totals totals = new Totals(trace.stream().map(OneExecution::share).toList());
    Bodies said = bodies ? bodies(row) : Bodies.UNKNOWN;
    boolean first = !row.id().provisional() && first(trace).filter(row::equals).isPresent();
    return new ExecutionDetail(
        views.of(List.of(row), totals, bodies).getFirst(),
        said.input(),
        said.output(),
        trace.stream()
            .filter(other -> other.id().equals(row.parent()))
            .findFirst()
            .map(ExecutionDetail.Relative::of)
            .orElse(null),
        trace.stream()
            .filter(other -> row.id().equals(other.parent()))
            .map(ExecutionDetail.Relative::of)
            .toList(),
        first ? List.of(row.id().trace().toString()) : List.of(),
        actions.missing(day, row.id()));
  }

  private static Totals.Share share(ExecutionRow row) {
    ExecutionRow.Usage usage = row.usage();
    return new Totals.Share(
        row.id(),
        row.parent(),
        new Totals.Sum(usage.costNano(), usage.input(), usage.output(), usage.actions()));
  }

  /// Input and output of the action that began the run; if it has none, those of the topmost
  /// action, then the input of the first and the answer of the last model call, then the answer of
  /// the run nested in it that ended last.
  Bodies bodies(ExecutionRow row) {
    Bodies own = own(row);
    boolean handedOver = own.output() == null && row.status() == ActionStatus.OK.code();
    return handedOver ? new Bodies(own.input(), nestedAnswer(row)) : own;
  }

  private Bodies own(ExecutionRow row) {
    Optional<ActionRow> beginning = actions.one(row.day(), row.id(), row.id().span());
    boolean call = beginning.filter(action -> action.kind() == ActionKind.LLM).isPresent();
    Bodies own =
        beginning
            .map(action ->
                bodies(row, List.of(action), call ? ActionContent::output : ActionContent::said))
            .orElse(Bodies.UNKNOWN);
    if (own.input() != null && own.output() != null) {
      return own;
    }
    Bodies others = bodies(row, actions.speaking(row.day(), row.id()), ActionContent::said);
    return new Bodies(
        own.input() == null ? others.input() : own.input(),
        own.output() == null ? others.output() : own.output());
  }

  private @Nullable JsonNode nestedAnswer(ExecutionRow row) {
    return executions.ofTrace(row.day(), row.id().trace()).stream()
        .filter(nested -> row.id().equals(nested.parent()) && nested.endedAt() != null)
        .sorted(LAST_ENDED_FIRST)
        .limit(NESTED)
        .map(nested -> own(nested).output())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /// The first of these actions with an input, and the first with an output, trying the last call
  /// before the first.
  private Bodies bodies(
      ExecutionRow row,
      List<ActionRow> speaking,
      Function<ActionContent, @Nullable JsonNode> answer) {
    List<Contents.Key> keys = speaking.stream().map(ActionRow::content).toList();
    Map<Contents.At, ActionContent> said = contents.of(Tenant.current(), row.day(), keys);
    List<ActionContent> inOrder = new ArrayList<>();
    speaking.forEach(
        action -> Optional.ofNullable(said.get(action.content().at())).ifPresent(inOrder::add));
    JsonNode input = firstTold(inOrder, ActionContent::input);
    if (inOrder.size() > 1) {
      Collections.reverse(inOrder.subList(1, inOrder.size()));
    }
    return new Bodies(input, firstTold(inOrder, answer));
  }

  private static @Nullable JsonNode firstTold(
      List<ActionContent> contents, Function<ActionContent, @Nullable JsonNode> part) {
    for (ActionContent content : contents) {
      JsonNode body = part.apply(content);
      if (body != null) {
        return body;
      }
    }
    return null;
  }
}
