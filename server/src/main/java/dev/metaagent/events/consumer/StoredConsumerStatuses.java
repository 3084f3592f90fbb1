package dev.metaagent.events.consumer;

import dev.metaagent.events.ConsumerState;
import dev.metaagent.events.ConsumerStatus;
import dev.metaagent.events.ConsumerStatuses;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.SystemTransactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/// Reads the status of all consumers from the database, at most every two seconds, and publishes it
/// as metrics.
@Component
class StoredConsumerStatuses implements ConsumerStatuses {

  private static final Duration FRESH = Duration.ofSeconds(2);

  private record Read(List<CursorStatusStore.Row> rows, Instant at) {}

  private final CursorStatusStore store;
  private final SystemTransactions transactions;
  private final Set<String> registered;
  private final Clock clock;
  private volatile Read latest = new Read(List.of(), Instant.MIN);

  StoredConsumerStatuses(
      CursorStatusStore store,
      SystemTransactions transactions,
      LogConsumers consumers,
      MeterRegistry meters,
      Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.registered = consumers.names();
    this.clock = clock;
    registered.forEach(name -> gauges(name, meters));
  }

  @Override
  public List<ConsumerStatus> of(OrganizationId organization) {
    Read read = read();
    return read.rows().stream().map(row -> status(row, organization, read.at())).toList();
  }

  private ConsumerStatus status(
      CursorStatusStore.Row row, OrganizationId organization, Instant now) {
    return new ConsumerStatus(
        row.name(),
        row.lag(),
        row.oldest() == null ? null : waiting(row, now),
        row.advancedAt(),
        row.setAside().getOrDefault(organization, 0L),
        state(row, now));
  }

  private ConsumerState state(CursorStatusStore.Row row, Instant now) {
    return ConsumerState.of(
        registered.contains(row.name()), row.oldest(), row.readable(), row.advancedAt(), now);
  }

  private static double waiting(CursorStatusStore.Row row, Instant now) {
    Instant oldest = row.oldest();
    return oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toMillis() / 1_000.0);
  }

  private Read read() {
    Instant now = clock.instant();
    Read last = latest;
    if (last.at().isBefore(now.minus(FRESH))) {
      last = new Read(transactions.call(store::read), now);
      latest = last;
    }
    return last;
  }

  private void gauges(String name, MeterRegistry meters) {
    gauge(name, meters, "lag", "entries that a consumer has not read yet", row -> row.lag());
    gauge(
        name,
        meters,
        "oldest.waiting.seconds",
        "how long the oldest of them has waited",
        row -> waiting(row, clock.instant()));
    gauge(
        name,
        meters,
        "last.advanced.seconds",
        "since a consumer last read an entry, on any node",
        row -> Duration.between(row.advancedAt(), clock.instant()).toMillis() / 1_000.0);
    gauge(
        name,
        meters,
        "set.aside.now",
        "events that are set aside, of all organizations",
        row -> row.setAside().values().stream().mapToLong(Long::longValue).sum());
    gauge(
        name,
        meters,
        "stalled",
        "1 while entries wait for more than a minute and none is read",
        row -> state(row, clock.instant()) == ConsumerState.STALLED ? 1 : 0);
  }

  private void gauge(
      String name,
      MeterRegistry meters,
      String what,
      String description,
      ToDoubleFunction<CursorStatusStore.Row> value) {
    Gauge.builder("metaagent.consumer." + what, () -> value(name, value))
        .description(description)
        .tag("consumer", name)
        .register(meters);
  }

  private double value(String name, ToDoubleFunction<CursorStatusStore.Row> value) {
    try {
      return read().rows().stream()
          .filter(row -> row.name().equals(name))
          .mapToDouble(value)
          .findFirst()
          .orElse(0);
    } catch (RuntimeException e) {
      return Double.NaN;
    }
  }
}
