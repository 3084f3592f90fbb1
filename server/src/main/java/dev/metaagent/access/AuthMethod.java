package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How a caller came in.
public enum Way {
  /// at the machine itself, in local mode
  LOCAL,
  /// with an API key
  KEY,
  /// a member with a password
  PASSWORD,
  /// somebody an identity provider named
  JWT;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
