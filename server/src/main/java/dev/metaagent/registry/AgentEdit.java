package dev.metaagent.registry;

import dev.metaagent.kernel.MetaAgentException;
import org.jspecify.annotations.Nullable;

/// A change of an agent; null fields are kept.
///
/// @param owner the person or team; "" for nobody
record AgentEdit(@Nullable String name, @Nullable String owner, @Nullable Boolean archived) {

  private static final int MAX_NAME = 200;

  AgentEdit {
    name = name == null ? null : name.strip();
    owner = owner == null ? null : owner.strip();
    if (name != null && (name.isEmpty() || name.length() > MAX_NAME)) {
      throw MetaAgentException.invalid("name", "1 to " + MAX_NAME + " characters");
    }
    if (owner != null && owner.length() > MAX_NAME) {
      throw MetaAgentException.invalid("owner", "at most " + MAX_NAME + " characters");
    }
  }

  boolean empty() {
    return name == null && owner == null && archived == null;
  }
}
