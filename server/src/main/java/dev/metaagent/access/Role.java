package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

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
