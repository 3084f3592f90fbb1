package dev.metaagent.access;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// When each key was last used, written every ten seconds instead of on every request.
@Component
class KeyUse implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(KeyUse.class);
  private static final long EVERY_SECONDS = 10;

  private record Used(OrganizationId organization, String id) {}

  private final ApiKeyStore store;
  private final TenantTransactions transactions;
  private final Map<Used, Instant> noted = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("key-use").daemon().factory());

  KeyUse(ApiKeyStore store, TenantTransactions transactions) {
    this.store = store;
    this.transactions = transactions;
    var _ =
        timer.scheduleWithFixedDelay(this::flush, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  void note(OrganizationId organization, String id, Instant at) {
    noted.put(new Used(organization, id), at);
  }

  /// Writes what was noted; what cannot be written now is tried again next time.
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
    timer.shutdownNow();
    flush();
  }
}
