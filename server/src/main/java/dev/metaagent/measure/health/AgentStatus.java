package dev.metaagent.measure.health;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How an agent does, the worst first.
public enum AgentStatus {
  FAILING,
  DEGRADED,
  HEALTHY,
  UNKNOWN,
  IDLE;

  public static Optional<AgentStatus> named(String wire) {
    return Arrays.stream(values()).filter(status -> status.wire().equals(wire)).findFirst();
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
