package dev.metaagent.search.words;

import dev.metaagent.kernel.AgentId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the agent of one run used in it: tools, models and versions of prompts.
final class UsedByRun {

  /// One thing that was used.
  ///
  /// @param kind tool, model or prompt
  /// @param version of a prompt; "" for everything else
  record Use(String kind, String name, String version) {}

  private final AgentId agent;
  private final Set<Use> uses = new LinkedHashSet<>();

  UsedByRun(AgentId agent) {
    this.agent = agent;
  }

  AgentId agent() {
    return agent;
  }

  Set<Use> uses() {
    return uses;
  }

  /// Adds a tool that was called.
  void tool(@Nullable String name) {
    if (name != null && !name.isEmpty()) {
      uses.add(new Use("tool", name, ""));
    }
  }

  void model(@Nullable String name) {
    if (name != null && !name.isEmpty()) {
      uses.add(new Use("model", name, ""));
    }
  }

  /// Adds a prompt; one of which neither name nor version is known is none.
  void prompt(@Nullable String name, @Nullable String version) {
    String known = name == null ? "" : name;
    String of = version == null ? "" : version;
    if (!known.isEmpty() || !of.isEmpty()) {
      uses.add(new Use("prompt", known, of));
    }
  }
}
