package dev.metaagent.registry;

import dev.metaagent.access.Principal;
import dev.metaagent.kernel.AgentId;

/// The port for changes of the register, whose package has its rules.
public interface RegisterPort {

  /// Changes the entry of an agent of the organization in scope, joins the transaction in progress
  /// and writes the journal.
  ///
  /// @throws dev.metaagent.kernel.MetaAgentException when a value is not possible, or the caller
  ///   may not change it
  void change(AgentId agent, RegisterEdit wanted, String reason, Principal caller);
}
