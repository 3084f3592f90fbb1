package dev.metaagent.kernel;

import java.util.UUID;

/// One agent of one organization.
public record AgentId(UUID value) {

  public static AgentId parse(String text) {
    return new AgentId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
