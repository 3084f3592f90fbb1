package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.AgentId;
import io.swagger.v3.oas.annotations.media.Schema;

/// An agent by id and name.
@Schema(name = "Agent")
public record NamedAgent(String id, String name) {
  public static NamedAgent of(AgentId id, String name) {
    return new NamedAgent(id.toString(), name);
  }
}
