package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Whether a member can come in.
public enum MemberState {
  /// not yet: no password was set and no JWT was shown
  INVITED,
  ACTIVE,
  /// not any more
  DISABLED;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
