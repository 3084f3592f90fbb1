package dev.metaagent.govern.policy;

import dev.metaagent.kernel.AgentId;
import org.jspecify.annotations.Nullable;

/// Names a stored policy: that of an agent, or the one of all agents that were not seen yet.
///
/// @param agent null: not seen yet
public record PolicyKey(@Nullable AgentId agent) implements Comparable<PolicyKey> {

  /// The policy of agents that were not seen yet.
  public static final PolicyKey DEFAULT = new PolicyKey(null);

  private static final String DEFAULT_TEXT = "default";

  static PolicyKey parse(String text) {
    return text.equals(DEFAULT_TEXT) ? DEFAULT : new PolicyKey(AgentId.parse(text));
  }

  /// The key of its control message.
  String text() {
    return agent == null ? DEFAULT_TEXT : agent.toString();
  }

  @Override
  public int compareTo(PolicyKey other) {
    return text().compareTo(other.text());
  }
}
