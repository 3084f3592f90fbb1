package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.Tally;
import dev.metaagent.executions.PreparedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tokens and cost that the spans of agents report for their runs as a whole. Usually the calls
/// below report them too, and then nothing of it counts. Where no call of a run, nor of the runs
/// that it called, reports anything, the total of the run is all that is known, and counts once: it
/// holds the totals of the runs below, unless those add up to more.
final class ReportedTotals {

  private static final Comparator<PreparedSpan> FIRST =
      Comparator.comparingLong((PreparedSpan span) -> span.mapped().startNanos())
          .thenComparingLong(PreparedSpan::id);

  private final Map<Long, PreparedSpan> offered = new HashMap<>();
  private final Set<Long> counted = new HashSet<>();

  /// A span that runs the agent of an execution: the one that begins it precedes the others.
  void offer(long execution, PreparedSpan span) {
    if (span.mapped().tally() == Tally.OF_CALLS_BELOW) {
      offered.merge(execution, span, (one, other) -> first(execution, one, other));
    }
  }

  private static PreparedSpan first(long execution, PreparedSpan one, PreparedSpan other) {
    if (one.id() == execution || other.id() == execution) {
      return one.id() == execution ? one : other;
    }
    return FIRST.compare(one, other) <= 0 ? one : other;
  }

  boolean counted(long span) {
    return counted.contains(span);
  }

  /// Counts the totals of the runs without other numbers.
  ///
  /// @return false if a total that is stored as counted would not be, or the reverse
  boolean count(Map<Long, ExecutionState> executions) {
    if (offered.isEmpty() && executions.values().stream().noneMatch(run -> run.usageOfAgent)) {
      return true;
    }
    ExecutionTree nesting = new ExecutionTree(executions);
    List<ExecutionState> topDown = nesting.topDown();
    Set<Long> reporting = reporting(topDown, nesting);
    Set<Long> inside = new HashSet<>();
    Set<Long> belowStored = new HashSet<>();
    boolean fits = true;
    for (ExecutionState run : topDown) {
      PreparedSpan total = offered.get(run.span);
      boolean held = run.parentSpan != null && inside.contains(run.parentSpan);
      boolean below = run.parentSpan != null && belowStored.contains(run.parentSpan);
      fits &= !(below && total != null);
      if (run.usageOfAgent) {
        fits &= !held && total == null && !reporting.contains(run.span);
      } else if (total != null && !held && !reporting.contains(run.span)) {
        run.take(total);
        counted.add(total.id());
        held = holds(total, nested(run, nesting));
      }
      if (held) {
        inside.add(run.span);
      }
      if (below || (run.usageOfAgent && total == null)) {
        belowStored.add(run.span);
      }
    }
    return fits;
  }

  /// The executions of which a call reports something, own or in a run below.
  private static Set<Long> reporting(List<ExecutionState> topDown, ExecutionTree nesting) {
    Set<Long> reporting = new HashSet<>();
    for (ExecutionState run : topDown.reversed()) {
      boolean below =
          nesting.nestedIn(run).stream().anyMatch(nested -> reporting.contains(nested.span));
      if (below || run.callsReport()) {
        reporting.add(run.span);
      }
    }
    return reporting;
  }

  /// The totals of the runs below one, the outermost of each branch.
  private List<PreparedSpan> nested(ExecutionState run, ExecutionTree nesting) {
    List<PreparedSpan> totals = new ArrayList<>();
    for (ExecutionState below : nesting.nestedIn(run)) {
      PreparedSpan total = offered.get(below.span);
      if (total == null) {
        totals.addAll(nested(below, nesting));
      } else {
        totals.add(total);
      }
    }
    return totals;
  }

  private static boolean holds(PreparedSpan total, List<PreparedSpan> below) {
    long tokens = below.stream().mapToLong(span -> tokens(span.mapped())).sum();
    long cost = below.stream().mapToLong(span -> orZero(span.costNano())).sum();
    return (tokens > 0 && tokens(total.mapped()) > 0)
        ? tokens(total.mapped()) >= tokens
        : orZero(total.costNano()) >= cost;
  }

  private static long tokens(MappedSpan span) {
    return orZero(span.inputTokens()) + orZero(span.outputTokens());
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }
}
