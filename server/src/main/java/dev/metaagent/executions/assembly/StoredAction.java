package dev.metaagent.observe;

import dev.metaagent.observe.mapping.ActionKind;

/// A stored action as far as the assembly needs it.
record StoredAction(
    long span,
    long parent,
    long executionSpan,
    boolean pending,
    ActionKind kind,
    long startMicros,
    long endMicros) {

  /// Whether an execution begins with it.
  boolean begins() {
    return executionSpan == span && span != 0;
  }
}
