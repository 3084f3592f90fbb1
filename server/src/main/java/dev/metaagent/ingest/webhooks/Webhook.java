package dev.metaagent.ingest.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An address with a secret, to which another system sends signed events.
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
