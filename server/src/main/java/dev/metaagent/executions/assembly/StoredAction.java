package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ActionKind;

/// The fields of a stored action that the assembly needs.
///
/// @param scope hash of the instrumentation scope of a model call; 0 where it is not known
public record StoredAction(
    long span,
    long parent,
    long executionSpan,
    boolean pending,
    ActionKind kind,
    long startMicros,
    long endMicros,
    long scope) {

  /// Whether an execution begins with it.
  boolean begins() {
    return executionSpan == span && span != 0;
  }
}
