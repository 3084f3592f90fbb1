package dev.metaagent.govern.approvals;

import dev.metaagent.executions.StoredId;
import dev.metaagent.kernel.ExecutionId;
import org.springframework.stereotype.Component;

/// Erases the questions of an execution with it.
@Component
class ErasedApprovals implements StoredId.OfExecution {

  private final ApprovalStore store;

  ErasedApprovals(ApprovalStore store) {
    this.store = store;
  }

  @Override
  public void erase(ExecutionId execution) {
    store.erase(execution);
  }
}
