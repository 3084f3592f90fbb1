package dev.metaagent.ingest.webhooks;

import dev.metaagent.database.PeriodicWork;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Counts the calls of each webhook; written every second instead of on every request.
@Component
class WebhookCounts implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(WebhookCounts.class);
  private static final int LONGEST = 300;

  private record Counts(long received, long refused, Instant at, @Nullable String problem) {
    Counts plus(Counts next) {
      return new Counts(
          received + next.received,
          refused + next.refused,
          next.at,
          next.problem == null ? problem : next.problem);
    }
  }

  private final WebhookStore store;
  private final TenantTransactions transactions;
  private final Clock clock;
  private final Map<EndpointId, Counts> noted = new ConcurrentHashMap<>();
  private final PeriodicWork writing;

  WebhookCounts(WebhookStore store, TenantTransactions transactions, Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.clock = clock;
    this.writing = new PeriodicWork("webhook-counts", Duration.ofSeconds(1), this::flush);
  }

  void received(EndpointId endpoint) {
    note(endpoint, new Counts(1, 0, clock.instant(), null));
  }

  void refused(EndpointId endpoint, String problem) {
    String text = problem.length() <= LONGEST ? problem : problem.substring(0, LONGEST);
    note(endpoint, new Counts(0, 1, clock.instant(), text));
  }

  private void note(EndpointId endpoint, Counts counts) {
    noted.merge(endpoint, counts, Counts::plus);
  }

  /// Writes the counts; those that cannot be written are retried the next time.
  private void flush() {
    for (EndpointId endpoint : List.copyOf(noted.keySet())) {
      Counts counts = noted.remove(endpoint);
      if (counts == null) {
        continue;
      }
      try {
        Tenant.run(endpoint.organization(), () -> write(endpoint, counts));
      } catch (RuntimeException e) {
        noted.merge(endpoint, counts, (later, earlier) -> earlier.plus(later));
        log.debug("the counts of a webhook could not be written", e);
      }
    }
  }

  private void write(EndpointId endpoint, Counts counts) {
    transactions.write(() -> {
      store.count(
          endpoint.id(), counts.received(), counts.refused(), counts.at(), counts.problem());
      store.forgetExpired(clock.instant());
      return true;
    });
  }

  @Override
  public void destroy() {
    writing.close();
  }
}
