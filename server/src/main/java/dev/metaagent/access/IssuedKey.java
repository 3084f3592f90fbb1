package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A newly created key: the only time that its secret is shown.
///
/// @param key what the agent sends
@JsonInclude(JsonInclude.Include.ALWAYS)
public record IssuedKey(
    String id,
    String name,
    KeyScope scope,
    String key,
    Instant createdAt,
    @Nullable Instant expiresAt) {}
