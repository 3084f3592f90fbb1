package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One API key, without its secret.
///
/// @param lastUsedAt written in batches: up to ten seconds behind
/// @param state whether it opens anything now
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ApiKey(
    String id,
    String name,
    KeyScope scope,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    KeyState state) {

  boolean valid(Instant now) {
    return KeyState.of(this, now) == KeyState.ACTIVE;
  }

  /// The same key with the state it has at a time.
  ApiKey at(Instant now) {
    return new ApiKey(
        id,
        name,
        scope,
        createdAt,
        createdBy,
        expiresAt,
        revokedAt,
        lastUsedAt,
        KeyState.of(this, now));
  }
}
