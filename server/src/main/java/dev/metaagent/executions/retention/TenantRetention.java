package dev.metaagent.executions.retention;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.ForEachTenant;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// The retention of an organization, never longer than that of the installation. Older data is
/// deleted each night, in batches small enough not to delay other work.
@Component
class TenantRetention {

  private static final int TRACES_AT_ONCE = 500;

  private final RetentionStore store;
  private final TenantTransactions transactions;
  private final SystemTransactions system;
  private final ForEachTenant each;
  private final DatabaseSettings settings;
  private final Journal journal;
  private final Clock clock;

  TenantRetention(
      RetentionStore store,
      TenantTransactions transactions,
      SystemTransactions system,
      ForEachTenant each,
      DatabaseSettings settings,
      Journal journal,
      Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.system = system;
    this.each = each;
    this.settings = settings;
    this.journal = journal;
    this.clock = clock;
  }

  RetentionDays.Kept installation() {
    return RetentionDays.NONE.within(settings.retentionDays(), settings.contentDays());
  }

  /// The own setting of the organization in scope.
  RetentionDays wished() {
    return transactions.read(store::find);
  }

  /// The effective retention.
  RetentionDays.Kept effective(RetentionDays wished) {
    return wished.within(settings.retentionDays(), settings.contentDays());
  }

  /// Changes the own setting of the organization in scope.
  void change(RetentionDays wished, @Nullable String reason, String actor) {
    check("executionDays", wished.executionDays(), settings.retentionDays());
    check("contentDays", wished.contentDays(), settings.contentDays());
    transactions.write(() -> {
      RetentionDays before = store.find();
      store.write(wished, clock.instant(), actor);
      journal.write(
          new Change(
              actor,
              "retention.change",
              "retention",
              reason,
              "{\"before\":%s,\"after\":%s}".formatted(json(before), json(wished))));
      return true;
    });
  }

  private static void check(String field, @Nullable Integer days, int most) {
    if (days != null && (days < 1 || days > most)) {
      throw MetaAgentException.invalid(
          field, "is a number of days from 1 to " + most + ", the installation's own, or null");
    }
  }

  private static String json(RetentionDays days) {
    return "{\"executionDays\":%s,\"contentDays\":%s}"
        .formatted(days.executionDays(), days.contentDays());
  }

  /// Deletes data past its retention in every organization with a shorter one.
  void deleteAll() {
    each.run(
        "tenant-retention", system.call(store::organizations), OrganizationId::new, _ -> delete());
  }

  /// Deletes data past its retention in the organization in scope.
  void delete() {
    RetentionDays.Kept days = effective(wished());
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate oldest = today.minusDays(days.executionDays());
    LocalDate oldestContent = today.minusDays(days.contentDays());
    long traces = inSteps(() -> store.deleteTraces(oldest, TRACES_AT_ONCE));
    transactions.write(() -> store.deleteWaiting(oldest));
    long bodies = 0;
    for (LocalDate day : transactions.read(() -> store.contentDays(oldestContent))) {
      bodies += inSteps(() -> store.deleteContent(day, TRACES_AT_ONCE));
    }
    if (traces + bodies > 0) {
      String details = "{\"traces\":%d,\"contents\":%d}".formatted(traces, bodies);
      transactions.write(() -> {
        journal.write(new Change("system", "retention.delete", "before " + oldest, null, details));
        return true;
      });
    }
  }

  private long inSteps(IntSupplier deletion) {
    long all = 0;
    while (true) {
      int some = transactions.write(deletion::getAsInt);
      if (some == 0) {
        return all;
      }
      all += some;
    }
  }

  /// The nightly job.
  @Configuration(proxyBeanMethods = false)
  static class Job {
    @Bean
    RecurringTask<Void> tenantRetentionTask(TenantRetention retention) {
      return Tasks.recurring("tenant-retention", Schedules.daily(LocalTime.of(2, 20)))
          .execute((instance, context) -> retention.deleteAll());
    }
  }
}
