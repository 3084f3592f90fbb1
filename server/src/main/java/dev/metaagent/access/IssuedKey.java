package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key that was just made: the only time that it is shown whole.
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
