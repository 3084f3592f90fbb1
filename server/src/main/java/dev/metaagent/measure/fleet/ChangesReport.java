package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.RollupPlan;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.SeriesStore;
import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.Difference;
import dev.metaagent.statistics.Rate;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Changes that were seen, each with the success of its agent before and after: all its runs in the
/// 24 hours on either side, whatever they ran with. That says what happened after the change, not
/// that the change did it.
@Component
public class ChangesReport {

  private static final Duration SIDE = Duration.ofHours(24);

  private final Changes changes;
  private final SeriesStore series;
  private final TenantTransactions transactions;
  private final Clock clock;

  ChangesReport(Changes changes, SeriesStore series, TenantTransactions transactions, Clock clock) {
    this.changes = changes;
    this.series = series;
    this.transactions = transactions;
    this.clock = clock;
  }

  public List<ChangeAnswer> read(@Nullable AgentId agent, TimeRange range, int limit) {
    return transactions.read(() ->
        changes.list(agent, range.from(), range.to(), limit).stream().map(this::answer).toList());
  }

  /// One change with the success of its agent before and after; inside a tenant's transaction.
  ChangeAnswer answer(Changes.Change change) {
    boolean began = change.kind().equals(Changes.FIRST_SEEN);
    Rate before = began ? null : rate(change.agent(), change.at().minus(SIDE), change.at());
    Rate after = rate(change.agent(), change.at(), change.at().plus(SIDE));
    return new ChangeAnswer(
        change.at(),
        NamedAgent.of(change.agent(), change.agentName()),
        change.kind(),
        known(change.name()),
        known(change.from()),
        known(change.to()),
        before,
        after,
        before == null ? null : Difference.between(before, after));
  }

  private static @Nullable String known(String value) {
    return value.isEmpty() ? null : value;
  }

  /// Buckets end at fixed times: the one that holds the moment of the change counts as after it.
  private Rate rate(AgentId agent, Instant from, Instant to) {
    Instant now = clock.instant();
    Width finest = to.isBefore(Width.MINUTE.oldest(now)) ? Width.HOUR : Width.MINUTE;
    Instant start = finest.floor(from);
    Instant end = to.isAfter(now) ? now : finest.floor(to);
    if (!start.isBefore(end)) {
      return Rate.of(0, 0, 0);
    }
    SeriesStore.Sum sum =
        series
            .sums(Tenant.current(), List.of(agent), RollupPlan.of(start, end, Width.HOUR, now))
            .getOrDefault(agent, SeriesStore.Sum.NOTHING);
    return Rate.of(sum.ok(), sum.failed(), sum.unknown());
  }
}
