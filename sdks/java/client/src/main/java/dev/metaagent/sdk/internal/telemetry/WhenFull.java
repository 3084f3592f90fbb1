package dev.metaagent.sdk.internal.telemetry;

/// What happens to new spans when the durable log is full.
public enum WhenFull {
  /// The oldest records are dropped and counted.
  DROP_OLDEST,
  /// The host waits where it ends a span.
  BLOCK
}
