package dev.metaagent.govern.policy;

import dev.metaagent.events.ControlMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A policy as it is stored.
///
/// @param content JSON in canonical form; null: there is none any more
public record StoredPolicy(long version, Instant issuedAt, @Nullable String content) {

  static StoredPolicy of(ControlMessage message) {
    return new StoredPolicy(message.revision(), message.at(), message.payload());
  }
}
