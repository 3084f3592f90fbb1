package dev.metaagent.executions.assembly;

import dev.metaagent.executions.PreparedSpan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the new spans of a trace report, each call once.
final class NewCalls {

  private final Map<Long, PreparedSpan> spans;
  private final ReportedTotals totals = new ReportedTotals();
  private CallAccounts accounts = CallAccounts.of(List.of());

  /// @param spans the new spans, in which calls are completed by what their repeats state
  NewCalls(Map<Long, PreparedSpan> spans) {
    this.spans = spans;
  }

  /// Finds the repeats among the spans, and completes the calls that they repeat.
  void account() {
    accounts = CallAccounts.of(spans.values().stream().map(PreparedSpan::mapped).toList());
    Map<Long, Long> costs = new HashMap<>();
    for (PreparedSpan span : spans.values()) {
      if (accounts.repeats(span.id()) && span.costNano() != null) {
        costs.putIfAbsent(accounts.told(span.id()), span.costNano());
      }
    }
    accounts
        .completed()
        .forEach((span, all) ->
            spans.put(
                span, Objects.requireNonNull(spans.get(span)).completed(all, costs.get(span))));
  }

  /// A span that runs the agent of an execution, which may report a total for it.
  void offerTotal(long execution, PreparedSpan span) {
    totals.offer(execution, span);
  }

  /// Counts the totals of the runs without other numbers; false if what is stored contradicts.
  boolean countTotals(Map<Long, ExecutionState> executions) {
    return totals.count(executions);
  }

  boolean counted(long span) {
    return accounts.counts(span) || totals.counted(span);
  }

  boolean repeats(long span) {
    return accounts.repeats(span);
  }
}
