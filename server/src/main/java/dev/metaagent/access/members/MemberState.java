package dev.metaagent.access.members;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Whether a member can sign in.
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
