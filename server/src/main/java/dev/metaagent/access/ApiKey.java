package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One API key, without its secret.
///
/// @param agents names of the agents that a key of the scope `agent` speaks for; null: all
/// @param lastUsedAt written in batches: up to ten seconds behind
/// @param state whether it is valid now
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ApiKey(
    String id,
    String name,
    KeyScope scope,
    @Nullable List<String> agents,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    State state) {

  /// Whether a key is accepted.
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED;

    static State of(ApiKey key, Instant now) {
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

  public boolean valid(Instant now) {
    return State.of(this, now) == State.ACTIVE;
  }

  /// The same key with the state it has at a time.
  public ApiKey at(Instant now) {
    return new ApiKey(
        id,
        name,
        scope,
        agents,
        createdAt,
        createdBy,
        expiresAt,
        revokedAt,
        lastUsedAt,
        State.of(this, now));
  }
}
