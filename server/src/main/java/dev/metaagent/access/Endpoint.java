package dev.metaagent.access;

import org.jspecify.annotations.Nullable;

/// One row of the table of endpoints.
///
/// @param pattern a path pattern of Spring's PathPattern
/// @param role what a caller needs; null: open to everybody, who is known where a credential says
///   so
/// @param kind how it is treated at the gate
public record Endpoint(String method, String pattern, @Nullable Role role, Kind kind) {

  /// What kind of place it is.
  public enum Kind {
    /// JSON in and out, bounded body, problem details
    API,
    /// telemetry comes in; errors are OTLP statuses, the body is bounded by the intake
    DOOR,
    /// events come in, signed: whoever answers checks the signature, no key is asked for
    SIGNED,
    /// runs and outcomes come in as plain JSON; problem details, the body is bounded by the intake
    PLAIN,
    /// health and documentation
    OPEN
  }
}
