package dev.metaagent.observe.pricing;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.llm.ModelPrice;
import dev.metaagent.llm.Prices;
import dev.metaagent.llm.Usage;
import dev.metaagent.observe.ExecutionFacts;
import dev.metaagent.observe.ExecutionsRecorded;
import dev.metaagent.observe.News;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/// Prices calls that had no price when they came: of every model that has one by now. Each trace is
/// one transaction under the lock that the intake takes too; its news make the numbers count again.
/// Calls that were priced keep their cost.
@Component
class Repricing {

  private static final int AT_ONCE = 500;
  private static final int MODELS = 10_000;

  /// What one job does.
  ///
  /// @param organization its id
  /// @param model whose price was set
  record Order(String organization, String model, String actor) {}

  private final UnpricedStore store;
  private final Prices prices;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final News news;
  private final DataSource dataSource;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  Repricing(
      UnpricedStore store,
      Prices prices,
      TenantTransactions transactions,
      Journal journal,
      News news,
      DataSource dataSource,
      Clock clock,
      ApplicationEventPublisher events) {
    this.store = store;
    this.prices = prices;
    this.transactions = transactions;
    this.journal = journal;
    this.news = news;
    this.dataSource = dataSource;
    this.clock = clock;
    this.events = events;
  }

  /// Does one job to its end; done again, it finds nothing more to do.
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
    events.publishEvent(new ExecutionsRecorded(organization));
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
    int calls = 0;
    for (UnpricedStore.Call call : store.ofTrace(day, trace)) {
      Usage usage =
          new Usage(call.input(), call.output(), call.cacheRead(), call.cacheWrite(), false);
      Long cost = prices.cost(call.model(), usage, call.startedAt());
      if (cost != null) {
        store.price(day, trace, call.span(), cost);
        sums.merge(call.execution(), new Sum(cost, 1), Sum::plus);
        calls++;
      }
    }
    List<ExecutionFacts> facts = new ArrayList<>();
    sums.forEach((execution, sum) ->
        store.add(day, trace, execution, sum.cost(), sum.calls()).ifPresent(facts::add));
    if (!facts.isEmpty()) {
      publish(facts);
    }
    return calls;
  }

  private void publish(List<ExecutionFacts> facts) {
    try {
      news.publish(
          DataSourceUtils.getConnection(dataSource), Tenant.current(), clock.instant(), facts);
    } catch (SQLException e) {
      throw new IllegalStateException("the news of priced calls could not be written", e);
    }
  }
}
