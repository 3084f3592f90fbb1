package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ExecutionBoundary;
import dev.metaagent.executions.PreparedSpan;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What is known of the executions of a trace only when every action has its place.
///
/// @param fresh the new spans
/// @param touched executions that changed, to which those are added that change here
record Conclusion(
    Map<Long, ExecutionState> executions, Map<Long, PreparedSpan> fresh, Set<Long> touched) {

  void draw() {
    noteHandedOver();
    dropEmpty();
    inherit();
    executions.values().forEach(ExecutionState::conclude);
  }

  /// A topmost span that only has the application's name takes the error of the last agent below
  /// it.
  private void noteHandedOver() {
    ExecutionTree nesting = new ExecutionTree(executions);
    for (ExecutionState state : executions.values()) {
      PreparedSpan top = fresh.get(state.span);
      if (top == null || NamedAgents.yields(top.mapped()) == ExecutionBoundary.Yields.NEVER) {
        continue;
      }
      nesting.nestedIn(state).stream()
          .max(
              Comparator.comparingLong((ExecutionState nested) -> nested.endedNanos)
                  .thenComparingLong(nested -> nested.span))
          .ifPresent(last -> state.handedOverFailed = last.beginningStatus == ExecutionState.ERROR);
    }
  }

  /// A run without any step of an agent (for instance a plain HTTP request) is not an execution.
  private void dropEmpty() {
    Set<Long> empty = new HashSet<>();
    executions.values().stream()
        .filter(state -> state.steps == 0 || (state.span == Assembly.NONE && !state.acting))
        .forEach(state -> empty.add(state.span));
    executions.keySet().removeAll(empty);
    touched.removeAll(empty);
    for (ExecutionState state : executions.values()) {
      if (state.parentSpan != null && empty.contains(state.parentSpan)) {
        state.parentSpan = null;
      }
    }
  }

  /// Runs inherit session, user and environment from the parent where they have none of their own.
  private void inherit() {
    ExecutionTree nesting = new ExecutionTree(executions);
    for (ExecutionState state : nesting.topDown()) {
      if (state.inherit(nesting.above(state))) {
        touched.add(state.span);
      }
    }
  }
}
