package dev.metaagent.measure.daily;

import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.buckets.AliasStore;
import dev.metaagent.measure.buckets.Calendar;
import dev.metaagent.measure.buckets.DirtyStore;
import dev.metaagent.tenancy.ForEachTenant;
import dev.metaagent.tenancy.SystemTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The day of each agent as numbers, by version, prompt version and model. A day is the
/// organization's own; a run belongs to the day on which it ended. Counting a day again gives the
/// same rows; rows whose numbers changed since the day was first counted are marked as revised.
///
/// A long write transaction would delay all consumers of the event log, so counting only reads, and
/// a short transaction writes the changes.
@Component
public class DailyNumbers {

  /// A day is first counted so long after its end.
  static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(15);

  private final DailyStore store;
  private final DirtyStore dirty;
  private final AliasStore aliases;
  private final Calendar calendar;
  private final SystemTransactions transactions;
  private final ForEachTenant each;
  private final DatabaseSettings settings;
  private final Clock clock;

  DailyNumbers(
      DailyStore store,
      DirtyStore dirty,
      AliasStore aliases,
      Calendar calendar,
      SystemTransactions transactions,
      ForEachTenant each,
      DatabaseSettings settings,
      Clock clock) {
    this.store = store;
    this.dirty = dirty;
    this.aliases = aliases;
    this.calendar = calendar;
    this.transactions = transactions;
    this.each = each;
    this.settings = settings;
    this.clock = clock;
  }

  /// Counts every ended day on which runs were recorded since it was last counted.
  ///
  /// @return how many days were counted
  public int countMarkedDays() {
    calendar.refresh();
    List<DirtyStore.Day> ended =
        transactions.call(() -> dirty.days(clock.instant())).stream()
            .filter(this::hasEnded)
            .toList();
    List<DirtyStore.Day> failed =
        each.run("daily-numbers", ended, DirtyStore.Day::organization, this::count);
    return ended.size() - failed.size();
  }

  private void count(DirtyStore.Day day) {
    List<AgentId> agents = transactions.call(() -> dirty.claim(day));
    count(day.organization(), calendar.day(day.organization(), day.start()), agents);
    transactions.call(() -> dirty.release(day, agents));
  }

  /// Counts all agents on one day.
  public void count(OrganizationId organization, LocalDate day) {
    calendar.refresh();
    count(organization, day, transactions.call(() -> store.agents(organization)));
  }

  private boolean hasEnded(DirtyStore.Day day) {
    LocalDate date = calendar.day(day.organization(), day.start());
    Instant end = calendar.start(day.organization(), date.plusDays(1));
    return !end.plus(AFTER_MIDNIGHT).isAfter(clock.instant());
  }

  private void count(OrganizationId organization, LocalDate day, Collection<AgentId> agents) {
    Instant start = calendar.start(organization, day);
    Instant stop = calendar.start(organization, day.plusDays(1));
    if (start.isBefore(oldestKept(organization))) {
      // some of its runs are gone already: what was counted before stays
      return;
    }
    List<DailyStore.Row> counted =
        transactions.call(
            () -> store.count(organization, agents, aliases.followed(organization), start, stop));
    transactions.call(() -> {
      replace(organization, day, agents, counted);
      return true;
    });
  }

  private Instant oldestKept(OrganizationId organization) {
    int own = transactions.call(() -> store.keptDays(organization)).orElse(Integer.MAX_VALUE);
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
        .minusDays(Math.min(own, settings.retentionDays()))
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }

  private void replace(
      OrganizationId organization,
      LocalDate day,
      Collection<AgentId> agents,
      List<DailyStore.Row> counted) {
    boolean revised = store.wasCounted(organization, day);
    Map<DailyStore.Key, DailyStore.Numbers> before = new HashMap<>();
    store.stored(organization, day, agents).forEach(row -> before.put(row.key(), row.numbers()));
    List<DailyStore.Row> changed = new ArrayList<>();
    for (DailyStore.Row row : counted) {
      if (!row.numbers().equals(before.remove(row.key()))) {
        changed.add(row);
      }
    }
    store.write(organization, day, calendar.zone(organization), changed, revised, clock.instant());
    store.remove(organization, day, before.keySet());
  }
}
