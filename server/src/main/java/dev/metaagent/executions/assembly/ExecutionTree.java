package dev.metaagent.executions.assembly;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The executions of a trace by the execution above them, indexed once.
final class ExecutionTree {

  private final Map<Long, ExecutionState> executions;
  private final Map<Long, List<ExecutionState>> nested = new HashMap<>();

  ExecutionTree(Map<Long, ExecutionState> executions) {
    this.executions = executions;
    for (ExecutionState state : executions.values()) {
      if (state.parentSpan != null) {
        nested.computeIfAbsent(state.parentSpan, parent -> new ArrayList<>()).add(state);
      }
    }
  }

  /// The executions directly below one.
  Collection<ExecutionState> nestedIn(ExecutionState state) {
    return nested.getOrDefault(state.span, List.of());
  }

  /// The execution above one, null where it is not known.
  @Nullable ExecutionState above(ExecutionState state) {
    return state.parentSpan == null ? null : executions.get(state.parentSpan);
  }

  /// All executions, each after the one above it.
  List<ExecutionState> topDown() {
    List<ExecutionState> ordered = new ArrayList<>(executions.size());
    Set<Long> seen = new HashSet<>();
    for (ExecutionState state : executions.values()) {
      if (above(state) == null && seen.add(state.span)) {
        ordered.add(state);
      }
    }
    addBelow(ordered, seen);
    // a cycle of executions has no top: any of them comes first
    for (ExecutionState state : executions.values()) {
      if (seen.add(state.span)) {
        int from = ordered.size();
        ordered.add(state);
        addBelow(ordered.subList(from, ordered.size()), seen);
      }
    }
    return ordered;
  }

  private void addBelow(List<ExecutionState> ordered, Set<Long> seen) {
    for (int at = 0; at < ordered.size(); at++) {
      for (ExecutionState below : nestedIn(ordered.get(at))) {
        if (seen.add(below.span)) {
          ordered.add(below);
        }
      }
    }
  }
}
