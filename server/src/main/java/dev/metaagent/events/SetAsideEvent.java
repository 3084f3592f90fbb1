package dev.metaagent.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event that a consumer could not handle.
///
/// @param id position of its entry in the log, and which event of the entry
/// @param reason the failure of the consumer
///
/// @param nextTryAt when it is tried again, null: only on demand
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SetAsideEvent(
    String id,
    Instant recordedAt,
    String type,
    String reason,
    int tries,
    Instant firstFailedAt,
    Instant lastFailedAt,
    @Nullable Instant nextTryAt) {}
