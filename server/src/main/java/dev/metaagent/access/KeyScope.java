package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.metaagent.kernel.MetaAgentException;
import java.util.Locale;

/// What an API key is for.
public enum KeyScope {
  INGEST(Role.INGEST),
  READ(Role.VIEWER),
  ADMIN(Role.ADMIN),
  AGENT(Role.AGENT);

  private final Role role;

  KeyScope(Role role) {
    this.role = role;
  }

  public Role role() {
    return role;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static KeyScope parse(String wire) {
    for (KeyScope scope : values()) {
      if (scope.wire().equals(wire)) {
        return scope;
      }
    }
    throw MetaAgentException.invalid("scope", "ingest, read, admin or agent");
  }
}
