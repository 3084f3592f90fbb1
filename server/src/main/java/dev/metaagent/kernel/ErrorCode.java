package dev.metaagent.kernel;

/// The stable codes of everything that can be refused or fail. Codes are never renamed.
public enum ErrorCode {
  INVALID_REQUEST(Type.CALLER, 400),
  INVALID_FIELD(Type.CALLER, 400),
  UNAUTHENTICATED(Type.CALLER, 401),
  SIGNATURE_INVALID(Type.CALLER, 401),
  FORBIDDEN(Type.CALLER, 403),
  FOREIGN_ORIGIN(Type.CALLER, 403),
  NOT_FOUND(Type.CALLER, 404),
  METHOD_NOT_ALLOWED(Type.CALLER, 405),
  REQUEST_TIMEOUT(Type.CALLER, 408),
  CONFLICT(Type.CALLER, 409),
  LAST_ADMIN(Type.POLICY, 409),
  PRECONDITION_FAILED(Type.CALLER, 412),
  PAYLOAD_TOO_LARGE(Type.CALLER, 413),
  UNSUPPORTED_MEDIA_TYPE(Type.CALLER, 415),
  FOREIGN_PROTOCOL(Type.CALLER, 422),
  IDEMPOTENCY_CONFLICT(Type.CALLER, 422),
  RATE_LIMITED(Type.CAPACITY, 429),
  INTAKE_FULL(Type.CAPACITY, 429),
  DATABASE_UNAVAILABLE(Type.CAPACITY, 503),
  SHUTTING_DOWN(Type.CAPACITY, 503),
  IDENTITY_UNAVAILABLE(Type.CAPACITY, 503),
  INTERNAL(Type.OURS, 500);

  /// Who must act: the caller, a policy, nobody (retry later: capacity), or the operator of the
  /// server.
  public enum Type {
    CALLER,
    POLICY,
    CAPACITY,
    OURS
  }

  private final Type type;
  private final int status;

  ErrorCode(Type type, int status) {
    this.type = type;
    this.status = status;
  }

  public Type type() {
    return type;
  }

  /// The HTTP status of the code.
  public int status() {
    return status;
  }

  /// The code on the wire: lower case with underscores.
  public String wire() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
