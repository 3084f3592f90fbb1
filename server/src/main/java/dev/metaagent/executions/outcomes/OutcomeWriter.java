package dev.metaagent.observe;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/// Takes evidence about runs, whenever it comes: it is kept first, then attached to the run it
/// names under the lock of that trace, or waits until the run arrives. The news of it make the
/// numbers of the time at which the run ended count again.
@Component
public class Outcomes {

  /// How long it is looked for runs that arrived while their outcome was being written; the intake
  /// finds all others.
  private static final Duration CROSSING = Duration.ofMinutes(15);

  /// What became of an outcome.
  ///
  /// @param fresh whether it says something that was not stored yet
  /// @param execution the execution it is attached to, null while it waits
  public record Taken(boolean fresh, @Nullable ExecutionId execution) {}

  private final OutcomeStore store;
  private final Weighing weighing;
  private final News news;
  private final TenantTransactions transactions;
  private final SystemTransactions system;
  private final DataSource dataSource;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  Outcomes(
      OutcomeStore store,
      Weighing weighing,
      News news,
      TenantTransactions transactions,
      SystemTransactions system,
      DataSource dataSource,
      Clock clock,
      ApplicationEventPublisher events) {
    this.store = store;
    this.weighing = weighing;
    this.news = news;
    this.transactions = transactions;
    this.system = system;
    this.dataSource = dataSource;
    this.clock = clock;
    this.events = events;
  }

  /// Keeps outcomes for the organization in scope; answers in their order once all is committed.
  public List<Taken> take(List<Outcome> outcomes) {
    Set<String> fresh = new HashSet<>();
    Set<TraceId> traces = new HashSet<>();
    List<String> ids = outcomes.stream().map(outcome -> outcome.evidence().id()).toList();
    transactions.write(() -> {
      // an outcome that now names another run is no evidence about the earlier one any more
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

  /// Attaches what waits for these traces, as far as they have arrived.
  private void attach(Collection<TraceId> traces) {
    if (traces.isEmpty()) {
      return;
    }
    OrganizationId organization = Tenant.current();
    boolean changed =
        transactions.write(() -> {
          Map<TraceId, LocalDate> days = store.lock(traces);
          store.claim(days.keySet());
          Map<ExecutionId, Evidence> decided = new HashMap<>(weighing.weighAll(days));
          if (decided.isEmpty()) {
            return false;
          }
          Connection connection = DataSourceUtils.getConnection(dataSource);
          try {
            List<ExecutionFacts> facts = weighing.facts(connection, organization, days, decided);
            news.publish(connection, organization, clock.instant(), facts);
          } catch (SQLException e) {
            throw new IllegalStateException("the news of outcomes could not be written", e);
          }
          return true;
        });
    if (changed) {
      events.publishEvent(new ExecutionsRecorded(organization));
    }
  }

  /// Attaches outcomes whose run was being written at the same moment.
  void attachCrossed() {
    system
        .call(() -> store.waiting(clock.instant().minus(CROSSING)))
        .forEach((organization, traces) ->
            Tenant.run(new OrganizationId(organization), () -> attach(traces)));
  }

  /// The job that looks for crossings every minute.
  @Configuration(proxyBeanMethods = false)
  static class Job {
    @Bean
    RecurringTask<Void> attachCrossedOutcomes(Outcomes outcomes) {
      return Tasks.recurring("attach-crossed-outcomes", FixedDelay.ofMinutes(1))
          .execute((instance, context) -> outcomes.attachCrossed());
    }
  }
}
