package dev.metaagent.executions;

import dev.metaagent.kernel.ExecutionId;

/// Resolves the id or alias of an execution (a port, implemented by `search`).
public interface ExecutionLookup {

  /// The execution with an id or an alias, within the transaction of the caller.
  ///
  /// @throws dev.metaagent.kernel.MetaAgentException when the text is no id, or there is no such
  ///   execution
  ExecutionId require(String id);
}
