package dev.metaagent.access.keys;

import dev.metaagent.database.PeriodicWork;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// When each key was last used, written every ten seconds instead of on every request.
@Component
class KeyUse implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(KeyUse.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  private record Used(OrganizationId organization, String id) {}

  private final ApiKeyStore store;
  private final TenantTransactions transactions;
  private final Map<Used, Instant> noted = new ConcurrentHashMap<>();
  private final PeriodicWork writing;

  KeyUse(ApiKeyStore store, TenantTransactions transactions) {
    this.store = store;
    this.transactions = transactions;
    this.writing = new PeriodicWork("key-use", EVERY, this::flush);
  }

  void note(OrganizationId organization, String id, Instant at) {
    noted.put(new Used(organization, id), at);
  }

  /// Writes the noted times; those that cannot be written are retried the next time.
  void flush() {
    Map<Used, Instant> taken = new HashMap<>(noted);
    taken.forEach((used, at) -> {
      try {
        Tenant.run(used.organization(), () -> write(used.id(), at));
        noted.remove(used, at);
      } catch (RuntimeException e) {
        log.debug("the last use of a key could not be written", e);
      }
    });
  }

  private void write(String id, Instant at) {
    transactions.write(() -> {
      store.used(id, at);
      return true;
    });
  }

  @Override
  public void destroy() {
    writing.close();
  }
}
