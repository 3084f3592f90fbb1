package dev.metaagent.observe.privacy;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What happens to something that was found.
public enum Treatment {
  /// its class is written in its place: `<EMAIL>`
  REDACT,
  /// its class and a keyed hash are written, the same for the same value: `<EMAIL:k…>`
  HASH,
  /// nothing is written in its place
  DROP,
  /// it stays
  KEEP;

  @JsonValue
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
