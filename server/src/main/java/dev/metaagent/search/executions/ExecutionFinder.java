package dev.metaagent.search.executions;

import dev.metaagent.executions.ExecutionLookup;
import dev.metaagent.kernel.ExecutionId;
import org.springframework.stereotype.Component;

/// Finds which execution an id or an alias means, within the transaction of the caller.
@Component
class ExecutionFinder implements ExecutionLookup {

  private final OneExecution one;

  ExecutionFinder(OneExecution one) {
    this.one = one;
  }

  @Override
  public ExecutionId require(String id) {
    return one.require(ActionsController.executionId(id)).id();
  }
}
