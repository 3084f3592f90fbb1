package dev.metaagent.measure.query;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.registry.AgentDirectory;
import dev.metaagent.tenancy.Elsewhere;
import dev.metaagent.tenancy.TenantTransactions;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Whether an agent that a path names is here; where it is not, the refusal says where it is.
@Component
public class AskedAgents {

  private final AgentDirectory directory;
  private final TenantTransactions transactions;
  private final Elsewhere elsewhere;

  AskedAgents(AgentDirectory directory, TenantTransactions transactions, Elsewhere elsewhere) {
    this.directory = directory;
    this.transactions = transactions;
    this.elsewhere = elsewhere;
  }

  /// The agent of an id.
  ///
  /// @throws MetaAgentException 404 when there is none here
  public AgentId require(AgentId id) {
    return elsewhere.orThere(
        () -> find(id).orElseThrow(() -> MetaAgentException.notFound("Agent " + id)),
        () -> find(id).isPresent());
  }

  private Optional<AgentId> find(AgentId id) {
    return transactions.read(() -> directory.find(id)).map(AgentDirectory.Entry::id);
  }
}
