package dev.metaagent.govern.limits;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Where a limit that applies comes from.
enum LimitSource {
  /// It is set for the agent.
  AGENT,
  /// It is set for the fleet.
  FLEET,
  /// It applies where nothing is set.
  DEFAULT;

  @JsonValue
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
