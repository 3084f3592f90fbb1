package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;

/// Where objectives are kept: on a floor above, which measures agents against them.
public interface ObjectivesDoor {

  /// Changes the objectives of an agent of the organization in scope, joins the transaction in
  /// progress and writes the journal.
  ///
  /// @throws dev.metaagent.kernel.MetaAgentException when a value is not possible
  void change(AgentId agent, WantedObjectives wanted, String reason, String actor);
}
