package dev.metaagent.govern.policy;

import dev.metaagent.kernel.AgentId;
import org.jspecify.annotations.Nullable;

/// The agent whose policy somebody asks for.
///
/// @param id null: it was not seen yet
/// @param name as it stands in the document: the name that was asked for, or, where an id was, the
///   agent's name
public record PolicyAgent(@Nullable AgentId id, String name) {

  /// The key of its policy.
  public PolicyKey key() {
    return id == null ? PolicyKey.DEFAULT : new PolicyKey(id);
  }
}
