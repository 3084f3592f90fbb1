package dev.metaagent.registry.register;

import dev.metaagent.kernel.MetaAgentException;
import java.util.Locale;

/// How much harm an agent could do, as people judge it.
enum Risk {
  LOW,
  MEDIUM,
  HIGH;

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
