package dev.metaagent.events;

import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/// The events of the organization in scope that consumers could not handle.
@Component
public class SetAsideEvents {

  private static final int MOST = 200;

  private final SetAsideStore store;
  private final TenantTransactions transactions;
  private final Clock clock;

  SetAsideEvents(SetAsideStore store, TenantTransactions transactions, Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Set-aside events of a consumer, the latest failure first.
  public List<SetAsideEvent> list(String consumer) {
    return transactions.read(() -> store.list(Tenant.current(), consumer, MOST));
  }

  /// Makes all set-aside events of a consumer due within seconds.
  ///
  /// @return how many
  public int retry(String consumer) {
    return transactions.write(() -> store.retry(Tenant.current(), consumer, clock.instant()));
  }

  /// Deletes the set-aside events of one trace, in the tenant's transaction that erases it.
  public void erase(String trace) {
    store.erase(Tenant.current(), trace);
  }
}
