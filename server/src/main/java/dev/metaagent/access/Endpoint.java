package dev.metaagent.access;

import org.jspecify.annotations.Nullable;

/// One row of the table of endpoints.
///
/// @param pattern a path pattern of Spring's PathPattern
/// @param role what a caller needs; null: open to everybody; a credential is still evaluated if
///   present
/// @param kind how the security filter treats it
public record Endpoint(String method, String pattern, @Nullable Role role, Kind kind) {

  /// The kind of an endpoint.
  public enum Kind {
    /// JSON in and out, bounded body, problem details
    API,
    /// OTLP telemetry; errors are OTLP statuses, the body is bounded by the intake
    OTLP,
    /// signed events: the controller checks the signature, no key is needed
    SIGNED,
    /// what SDKs ask and are told; JSON, bounded body, a rate of its own
    AGENT,
    /// runs and outcomes as plain JSON; problem details, the body is bounded by the intake
    PLAIN,
    /// health and documentation
    OPEN,
    /// the process as a whole, of all organizations: for whoever operates the server
    OPERATOR
  }

  /// Whether it takes an Idempotency-Key.
  public boolean command() {
    return (kind == Kind.API || kind == Kind.PLAIN || kind == Kind.AGENT)
        && role != null
        && !method.equals("GET");
  }
}
