package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a caller may do.
public enum Role {
  /// Everything, keys and deletion included.
  ADMIN,
  /// Reads everything, bodies included; changes agents and objectives; sends telemetry.
  DEVELOPER,
  /// Reads numbers, names and errors, no bodies.
  VIEWER,
  /// Sends telemetry, reads policies and asks for approvals, as an SDK does.
  AGENT,
  /// Sends telemetry and reads nothing.
  INGEST;

  /// Who holds a role now: for what a caller has left behind for later, such as a link.
  public interface Holders {

    /// Whether a caller may do what administrators do in the organization in scope, inside its
    /// transaction: a key that is valid, or a member of it who is not disabled.
    ///
    /// @param keyId its API key; null: it used none
    /// @param memberId the member; null: it was none
    boolean administers(@Nullable String keyId, @Nullable UUID memberId);
  }

  /// Whether this role includes the permissions of another one.
  public boolean covers(Role needed) {
    return switch (this) {
      case ADMIN -> true;
      case DEVELOPER -> needed != ADMIN;
      case VIEWER -> needed == VIEWER;
      case AGENT -> needed == AGENT || needed == INGEST;
      case INGEST -> needed == INGEST;
    };
  }

  /// Whether a person can have it; the others are for programs.
  public boolean ofPeople() {
    return this == ADMIN || this == DEVELOPER || this == VIEWER;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
