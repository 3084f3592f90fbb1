package dev.metaagent.observe.query;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.MetaAgentException;
import org.springframework.stereotype.Component;

/// Finds which execution an id or an alias means, within the transaction of the caller.
@Component
public class FindExecution {

  private final OneExecution one;

  FindExecution(OneExecution one) {
    this.one = one;
  }

  /// The execution that an id or an alias means.
  ///
  /// @throws MetaAgentException when the text is no id, or there is no such execution
  public ExecutionId require(String id) {
    return one.require(ActionsController.executionId(id)).id();
  }
}
