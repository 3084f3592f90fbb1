package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What somebody showed at the door.
public enum CredentialKind {
  /// nothing
  NONE,
  /// a valid key of this installation
  OURS,
  /// a credential of another product
  FOREIGN,
  /// one that looks like ours, but is unknown, expired or revoked
  INVALID;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
