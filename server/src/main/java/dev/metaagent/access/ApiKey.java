package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One API key, without its secret.
///
/// @param lastUsedAt written in batches: up to ten seconds behind
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ApiKey(
    String id,
    String name,
    KeyScope scope,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt) {

  boolean valid(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
