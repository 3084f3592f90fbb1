package dev.metaagent.sdk;

/// What the policy says to a tool call or an estimate.
public sealed interface Decision permits Permit, Refusal, Pending {

  /// Itself, or after a person decided what was decided. Interrupted, it is a refusal.
  Decision awaited();
}
