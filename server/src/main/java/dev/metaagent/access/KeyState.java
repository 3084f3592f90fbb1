package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/// Whether an API key opens anything.
public enum KeyState {
  ACTIVE,
  EXPIRED,
  REVOKED;

  static KeyState of(ApiKey key, Instant now) {
    if (key.revokedAt() != null) {
      return REVOKED;
    }
    return key.expiresAt() != null && !now.isBefore(key.expiresAt()) ? EXPIRED : ACTIVE;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
