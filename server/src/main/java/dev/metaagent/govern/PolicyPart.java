package dev.metaagent.govern;

import dev.metaagent.kernel.AgentId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What another module adds to policies, such as routing, breakers, budgets, experiments or
/// learnings.
public interface PolicyPart {

  /// The fields of the policy that this part fills, for the organization in scope and inside its
  /// transaction, as values that JSON has: maps, lists, texts, numbers, booleans and null.
  ///
  /// @param agent null: the policy of agents that were not seen yet
  Map<String, Object> fields(@Nullable AgentId agent);
}
