package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The latest message about one key of a topic of an organization.
///
/// @param revision grows with each message of the topic, and is not below the time in milliseconds
///   since 1970 when it was sent; a key has only its latest
/// @param payload JSON; null: the key was removed
public record ControlMessage(
    OrganizationId organization,
    String topic,
    String key,
    long revision,
    @Nullable String payload,
    Instant at) {}
