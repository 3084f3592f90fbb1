package dev.metaagent.govern.policy;

import dev.metaagent.govern.Policies;
import dev.metaagent.kernel.AgentId;
import org.springframework.stereotype.Component;

/// Composes nothing yet.
@Component
class PendingPolicies implements Policies {

  @Override
  public void changed(AgentId agent) {}

  @Override
  public void allChanged() {}
}
