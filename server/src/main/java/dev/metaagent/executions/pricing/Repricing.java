package dev.metaagent.executions.pricing;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.executions.Contents;
import dev.metaagent.executions.content.ServiceTier;
import dev.metaagent.executions.store.StoredEvents;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.llm.ModelPrice;
import dev.metaagent.llm.Prices;
import dev.metaagent.llm.TokenUsage;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Prices calls that had no price when they arrived, of every model that has one now. Each trace is
/// one transaction under the lock that ingest takes too; its events have the numbers recounted.
/// Calls that were priced keep their cost; those of a service tier without a known price stay
/// unknown.
@Component
class Repricing {

  private static final int AT_ONCE = 500;
  private static final int MODELS = 10_000;

  /// The input of one job.
  ///
  /// @param organization its id
  /// @param model whose price was set
  record Order(String organization, String model, String actor) {}

  private final UnpricedStore store;
  private final Contents contents;
  private final Prices prices;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final StoredEvents events;
  private final Clock clock;

  Repricing(
      UnpricedStore store,
      Contents contents,
      Prices prices,
      TenantTransactions transactions,
      Journal journal,
      StoredEvents events,
      Clock clock) {
    this.store = store;
    this.contents = contents;
    this.prices = prices;
    this.transactions = transactions;
    this.journal = journal;
    this.events = events;
    this.clock = clock;
  }

  /// Runs one job to its end; idempotent.
  void run(Order order) {
    OrganizationId organization = OrganizationId.parse(order.organization());
    Tenant.run(
        organization,
        () -> {
          int calls = 0;
          // the price may have been set on another node a moment ago
          prices.catchUp();
          for (String model : transactions.read(() -> store.models(MODELS))) {
            ModelPrice price = prices.find(model, clock.instant());
            if (price != null && price.model().equals(order.model())) {
              calls += price(model);
            }
          }
          journal.write(
              new Change(
                  order.actor(),
                  "price.applied",
                  "model " + order.model(),
                  null,
                  "{\"calls\":" + calls + "}"));
        });
  }

  private int price(String model) {
    int calls = 0;
    UnpricedStore.Place after = UnpricedStore.Place.FIRST;
    while (true) {
      UnpricedStore.Place from = after;
      List<UnpricedStore.Place> places = transactions.read(() -> store.next(model, from, AT_ONCE));
      if (places.isEmpty()) {
        return calls;
      }
      Set<TraceId> done = new HashSet<>();
      for (UnpricedStore.Place place : places) {
        if (done.add(place.trace())) {
          calls += transactions.write(() -> trace(place.trace()));
        }
      }
      after = places.getLast();
    }
  }

  private int trace(TraceId trace) {
    return store.lock(trace).map(day -> trace(day, trace)).orElse(0);
  }

  private record Sum(long cost, int calls) {
    Sum plus(Sum other) {
      return new Sum(Math.addExact(cost, other.cost), calls + other.calls);
    }
  }

  private int trace(LocalDate day, TraceId trace) {
    Map<Long, Sum> sums = new TreeMap<>();
    List<UnpricedStore.Call> unpriced = store.ofTrace(day, trace);
    Map<Contents.At, ServiceTier> tiers =
        contents.serviceTiers(
            Tenant.current(), day, unpriced.stream().map(UnpricedStore.Call::place).toList());
    int calls = 0;
    for (UnpricedStore.Call call : unpriced) {
      Long cost = cost(call, tiers.getOrDefault(call.place().at(), ServiceTier.STANDARD));
      if (cost != null) {
        store.price(day, trace, call.place().span(), cost);
        sums.merge(call.execution(), new Sum(cost, 1), Sum::plus);
        calls++;
      }
    }
    sums.forEach((execution, sum) -> store.add(day, trace, execution, sum.cost(), sum.calls()));
    events.append(Tenant.current(), day, trace, sums.keySet());
    return calls;
  }

  private @Nullable Long cost(UnpricedStore.Call call, ServiceTier tier) {
    if (tier == ServiceTier.OTHER) {
      return null;
    }
    TokenUsage usage =
        new TokenUsage(
            call.input(),
            call.output(),
            call.cacheRead(),
            call.cacheWrite(),
            tier == ServiceTier.BATCH);
    return prices.cost(call.model(), usage, call.startedAt());
  }
}
