package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How a caller was authenticated.
public enum AuthMethod {
  /// local mode: no credential
  LOCAL,
  /// with an API key
  KEY,
  /// a member with a password
  PASSWORD,
  /// a member with a token of an identity provider
  JWT;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
