package dev.metaagent.observe.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A place where another system sends its events.
///
/// @param mapping JSON text, only of generic ones
/// @param rotation which of its derived secrets is valid
/// @param rotatedAt since when; null: since it was made
record Webhook(
    String id,
    SourceKind source,
    String name,
    @Nullable String mapping,
    int rotation,
    @Nullable Instant rotatedAt,
    Instant createdAt,
    String createdBy,
    boolean disabled,
    @Nullable Instant lastReceivedAt,
    long received,
    long refused,
    @Nullable String lastProblem) {}
