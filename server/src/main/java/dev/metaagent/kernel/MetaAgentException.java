package dev.metaagent.kernel;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The root of what MetaAgent throws: a stable code, a sentence that names the thing and its state,
/// and the fields that are wrong.
public class MetaAgentException extends RuntimeException {

  /// One wrong field: its name and what was expected.
  public record FieldError(String field, String message) {}

  private final ErrorCode code;
  private final List<FieldError> errors;
  private final @Nullable Duration retryAfter;

  public MetaAgentException(ErrorCode code, String message) {
    this(code, message, List.of(), null, null);
  }

  public MetaAgentException(
      ErrorCode code,
      String message,
      List<FieldError> errors,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  /// A request whose one field is wrong.
  public static MetaAgentException invalid(String field, String expected) {
    return new MetaAgentException(
        ErrorCode.INVALID_FIELD,
        field + ": " + expected,
        List.of(new FieldError(field, expected)),
        null,
        null);
  }

  /// A thing that does not exist for this caller.
  public static MetaAgentException notFound(String what) {
    return new MetaAgentException(ErrorCode.NOT_FOUND, what + " does not exist");
  }

  /// A transient capacity error: the caller may retry after the given time.
  public static MetaAgentException busy(ErrorCode code, String message, Duration retryAfter) {
    return new MetaAgentException(code, message, List.of(), retryAfter, null);
  }

  public ErrorCode code() {
    return code;
  }

  public List<FieldError> errors() {
    return errors;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
