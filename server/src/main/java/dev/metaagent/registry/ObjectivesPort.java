package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;

/// The port for objectives, implemented by `measure`, which compares agents with them.
public interface ObjectivesPort {

  /// Changes the objectives of an agent of the organization in scope, joins the transaction in
  /// progress and writes the journal.
  ///
  /// @throws dev.metaagent.kernel.MetaAgentException when a value is not possible
  void change(AgentId agent, ObjectivesEdit wanted, String reason, String actor);
}
