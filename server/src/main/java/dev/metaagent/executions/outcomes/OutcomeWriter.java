package dev.metaagent.executions.outcomes;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.executions.ExecutionLog;
import dev.metaagent.executions.Outcome;
import dev.metaagent.executions.Outcomes;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.ForEachTenant;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/// Stores outcomes in PostgreSQL and attaches them under the lock of their trace.
@Component
public class OutcomeWriter implements Outcomes {

  /// How far back the job looks for runs that arrived while their outcome was being written; ingest
  /// finds all others.
  private static final Duration CROSSING = Duration.ofMinutes(15);

  private final OutcomeStore store;
  private final OutcomeResolver outcomeResolver;
  private final ExecutionLog events;
  private final TenantTransactions transactions;
  private final SystemTransactions system;
  private final ForEachTenant each;
  private final DataSource dataSource;
  private final Clock clock;

  OutcomeWriter(
      OutcomeStore store,
      OutcomeResolver outcomeResolver,
      ExecutionLog events,
      TenantTransactions transactions,
      SystemTransactions system,
      ForEachTenant each,
      DataSource dataSource,
      Clock clock) {
    this.store = store;
    this.outcomeResolver = outcomeResolver;
    this.events = events;
    this.transactions = transactions;
    this.system = system;
    this.each = each;
    this.dataSource = dataSource;
    this.clock = clock;
  }

  @Override
  public List<Taken> take(List<Outcome> outcomes) {
    Set<String> fresh = new HashSet<>();
    Set<TraceId> traces = new HashSet<>();
    List<String> ids = outcomes.stream().map(outcome -> outcome.evidence().id()).toList();
    transactions.write(() -> {
      // an outcome that now names another run is no longer evidence about the earlier one
      store.places(ids).values().stream()
          .map(OutcomeStore.Place::trace)
          .filter(Objects::nonNull)
          .forEach(traces::add);
      outcomes.stream()
          .sorted(Comparator.comparing(outcome -> outcome.evidence().id()))
          .forEach(outcome -> write(outcome, fresh, traces));
      return true;
    });
    attach(traces);
    Map<String, OutcomeStore.Place> places = transactions.read(() -> store.places(ids));
    return ids.stream()
        .map(id -> {
          OutcomeStore.Place place = places.get(id);
          return new Taken(fresh.contains(id), place == null ? null : place.execution());
        })
        .toList();
  }

  private void write(Outcome outcome, Set<String> fresh, Set<TraceId> traces) {
    ExecutionId target =
        outcome.trace() != null
            ? new ExecutionId(outcome.trace(), outcome.span())
            : store
                .named(Objects.requireNonNull(outcome.key()), outcome.evidence().at())
                .orElse(null);
    TraceId trace = target == null ? null : target.trace();
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (store.write(outcome, trace, target == null ? 0 : target.span(), today)) {
      fresh.add(outcome.evidence().id());
      if (trace != null) {
        traces.add(trace);
      }
    }
  }

  /// Attaches the outcomes that wait for these traces, if they have arrived.
  private void attach(Collection<TraceId> traces) {
    if (traces.isEmpty()) {
      return;
    }
    OrganizationId organization = Tenant.current();
    transactions.write(() -> {
      Map<TraceId, LocalDate> days = store.lock(traces);
      store.claim(days.keySet());
      Map<ExecutionId, OutcomeResolver.Decided> decided =
          new HashMap<>(outcomeResolver.resolveAll(days));
      try {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        events.append(
            organization, outcomeResolver.events(connection, organization, days, decided));
      } catch (SQLException e) {
        throw new IllegalStateException("the events of outcomes could not be written", e);
      }
      return true;
    });
  }

  /// Attaches outcomes whose run was written concurrently, trace by trace.
  void attachCrossed() {
    Instant since = clock.instant().minus(CROSSING);
    OutcomeStore.Waiting after = OutcomeStore.Waiting.NONE;
    while (true) {
      OutcomeStore.Waiting from = after;
      List<OutcomeStore.Waiting> waiting = system.call(() -> store.waiting(since, from));
      if (waiting.isEmpty()) {
        return;
      }
      each.run(
          "attach-crossed-outcomes",
          waiting,
          OutcomeStore.Waiting::organization,
          one -> attach(List.of(one.trace())));
      after = waiting.getLast();
    }
  }

  /// The job that looks for concurrently written runs and outcomes every minute.
  @Configuration(proxyBeanMethods = false)
  static class Job {
    @Bean
    RecurringTask<Void> attachCrossedOutcomes(OutcomeWriter outcomes) {
      return Tasks.recurring("attach-crossed-outcomes", FixedDelay.ofMinutes(1))
          .execute((instance, context) -> outcomes.attachCrossed());
    }
  }
}
