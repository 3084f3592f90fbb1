package dev.metaagent.registry.register;

import dev.metaagent.kernel.MetaAgentException;
import java.util.Locale;

/// How much harm an agent could do, as people judge it.
enum Risk {
  LOW(1),
  MEDIUM(2),
  HIGH(3);

  private final int level;

  Risk(int level) {
    this.level = level;
  }

  /// The greater, the more harm.
  int level() {
    return level;
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Risk parse(String text) {
    for (Risk risk : values()) {
      if (risk.wire().equals(text)) {
        return risk;
      }
    }
    throw MetaAgentException.invalid("risk", "must be low, medium or high");
  }
}
