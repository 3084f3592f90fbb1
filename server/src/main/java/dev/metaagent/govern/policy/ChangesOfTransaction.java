package dev.metaagent.govern.policy;

import dev.metaagent.events.ControlMessage;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.transaction.support.TransactionSynchronization;

/// Agents whose policies are to be composed again when a transaction ends.
final class ChangesOfTransaction implements TransactionSynchronization {

  private final OrganizationId organization;
  private final Function<Optional<Set<AgentId>>, List<ControlMessage>> compose;
  private final Consumer<List<ControlMessage>> committed;
  private final Set<AgentId> agents = new HashSet<>();
  private boolean all;
  private List<ControlMessage> sent = List.of();

  /// @param compose composes and sends, in the transaction; of all agents where none are named
  /// @param committed is given what was sent, once it is committed
  ChangesOfTransaction(
      OrganizationId organization,
      Function<Optional<Set<AgentId>>, List<ControlMessage>> compose,
      Consumer<List<ControlMessage>> committed) {
    this.organization = organization;
    this.compose = compose;
    this.committed = committed;
  }

  boolean isOf(OrganizationId other) {
    return organization.equals(other);
  }

  void add(AgentId agent) {
    agents.add(agent);
  }

  void addAll() {
    all = true;
  }

  /// After everything else in the transaction, so that nothing is waited for while the lock of the
  /// topic is held.
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public void beforeCommit(boolean readOnly) {
    Optional<Set<AgentId>> only = all ? Optional.empty() : Optional.of(Set.copyOf(agents));
    sent = Tenant.call(organization, () -> compose.apply(only));
  }

  @Override
  public void afterCommit() {
    committed.accept(sent);
  }
}
