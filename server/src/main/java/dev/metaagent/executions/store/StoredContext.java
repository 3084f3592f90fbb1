package dev.metaagent.executions.store;

import dev.metaagent.executions.assembly.StoredAction;
import dev.metaagent.kernel.TraceId;
import java.util.HashMap;
import java.util.Map;

/// The stored actions around the new spans of some traces.
public final class StoredContext {

  private final Map<TraceId, Map<Long, StoredAction>> actions = new HashMap<>();

  void add(TraceId trace, StoredAction action) {
    actions.computeIfAbsent(trace, _ -> new HashMap<>()).put(action.span(), action);
  }

  public void addAll(StoredContext other) {
    other.actions.forEach(
        (trace, stored) -> actions.computeIfAbsent(trace, _ -> new HashMap<>()).putAll(stored));
  }

  /// The stored actions around the new spans of a trace, by their span.
  public Map<Long, StoredAction> of(TraceId trace) {
    return actions.getOrDefault(trace, Map.of());
  }
}
