package dev.metaagent.executions;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How an execution ended, technically.
public enum ExecutionStatus {
  UNKNOWN(0),
  OK(1),
  ERROR(2),
  RUNNING(3);

  private final int code;

  ExecutionStatus(int code) {
    this.code = code;
  }

  /// The status of a code in the database.
  public static ExecutionStatus ofCode(int code) {
    return Arrays.stream(values())
        .filter(status -> status.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no status has the code " + code));
  }

  /// The number in the database.
  public int code() {
    return code;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static ExecutionStatus ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /// Success as implied by the status; null for unknown and running.
  public @Nullable Boolean success() {
    return switch (this) {
      case OK -> Boolean.TRUE;
      case ERROR -> Boolean.FALSE;
      case UNKNOWN, RUNNING -> null;
    };
  }
}
