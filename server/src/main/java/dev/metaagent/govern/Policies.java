package dev.metaagent.govern;

import dev.metaagent.kernel.AgentId;

/// Composes policies again after something that they hold has changed. Called inside the
/// transaction of the change, for the organization in scope: the new policies are committed with it
/// and reach every SDK within a second. A policy whose content is the same gets no new version.
public interface Policies {

  /// Something about one agent has changed.
  void changed(AgentId agent);

  /// Something about all agents has changed.
  void allChanged();
}
