package dev.metaagent.events;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The state of a consumer of the event log, by its lag.
public enum ConsumerState {
  /// no entry has waited for long
  OK,
  /// entries wait for long, but it advances
  BEHIND,
  /// entries wait for long, and it does not advance
  STALLED,
  /// entries wait for long because a transaction that is still running hides them
  BLOCKED,
  /// a cursor that no code of this version reads
  UNREGISTERED;

  /// The threshold for a long wait.
  static final Duration LONG = Duration.ofSeconds(60);

  /// The state that follows from what waits.
  ///
  /// @param oldest when the oldest waiting entry was recorded, null when none waits
  /// @param readable whether that entry is below the oldest running transaction
  public static ConsumerState of(
      boolean registered,
      @Nullable Instant oldest,
      boolean readable,
      Instant advancedAt,
      Instant now) {
    if (!registered) {
      return UNREGISTERED;
    }
    Instant longAgo = now.minus(LONG);
    if (oldest == null || oldest.isAfter(longAgo)) {
      return OK;
    }
    if (!readable) {
      return BLOCKED;
    }
    return advancedAt.isAfter(longAgo) ? BEHIND : STALLED;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
