package dev.metaagent.privacy.detect;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What happens to a finding.
public enum Treatment {
  /// its class is written in its place: `<EMAIL>`
  REDACT,
  /// its class and a keyed hash are written, the same for the same value: `<EMAIL:k…>`
  HASH,
  /// nothing is written in its place
  DROP,
  /// it stays
  KEEP;

  /// The treatment of that name.
  ///
  /// @throws IllegalArgumentException where there is none
  public static Treatment named(@Nullable String name) {
    return valueOf(name == null ? "" : name.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
