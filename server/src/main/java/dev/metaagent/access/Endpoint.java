package dev.metaagent.access;

import org.jspecify.annotations.Nullable;

/// One row of the table of endpoints.
///
/// @param pattern a path pattern of Spring's PathPattern
/// @param role what a caller needs; null: open to everybody; a credential is still evaluated if
///   present
/// @param kind how the security filter treats it
/// @param viewers whether a viewer may call it too, though its role does not cover the other
public record Endpoint(
    String method, String pattern, @Nullable Role role, Kind kind, boolean viewers) {

  public Endpoint(String method, String pattern, @Nullable Role role, Kind kind) {
    this(method, pattern, role, kind, false);
  }

  /// The kind of an endpoint.
  public enum Kind {
    /// JSON in and out, bounded body, problem details
    API,
    /// OTLP telemetry; errors are OTLP statuses, the body is bounded by the intake
    OTLP,
    /// signed events: the controller checks the signature, no key is needed
    SIGNED,
    /// a page whose address is the credential: rate limited, and noted nowhere
    LINK,
    /// what SDKs ask and are told; JSON, bounded body, a rate of its own
    AGENT,
    /// runs and outcomes as plain JSON; problem details, the body is bounded by the intake
    PLAIN,
    /// health and documentation
    OPEN,
    /// the process as a whole, of all organizations: for whoever operates the server
    OPERATOR
  }

  /// Whether a caller with a role may call it.
  public boolean lets(Role caller) {
    return role == null || caller.covers(role) || (viewers && caller == Role.VIEWER);
  }

  /// Whether it takes an Idempotency-Key.
  public boolean command() {
    return (kind == Kind.API || kind == Kind.PLAIN || kind == Kind.AGENT)
        && role != null
        && !method.equals("GET");
  }
}
