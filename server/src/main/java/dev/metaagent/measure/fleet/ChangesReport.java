package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.registry.Changes;
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
class ChangesReport {

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

  List<Answers.ChangeAnswer> read(@Nullable AgentId agent, Moments.Range range, int limit) {
    return transactions.read(() ->
        changes.list(agent, range.from(), range.to(), limit).stream().map(this::answer).toList());
  }

  /// The newest change of an agent, other than its beginning; null when there was none.
  Answers.@Nullable ChangeAnswer newest(AgentId agent, Instant from, Instant to) {
    return transactions.read(() ->
        changes.list(agent, from, to, 20).stream()
            .filter(change -> !change.kind().equals(Changes.FIRST_SEEN))
            .findFirst()
            .map(this::answer)
            .orElse(null));
  }

  private Answers.ChangeAnswer answer(Changes.Change change) {
    boolean began = change.kind().equals(Changes.FIRST_SEEN);
    Rate before = began ? null : rate(change.agent(), change.at().minus(SIDE), change.at());
    Rate after = rate(change.agent(), change.at(), change.at().plus(SIDE));
    return new Answers.ChangeAnswer(
        change.at(),
        Answers.Agent.of(change.agent(), change.agentName()),
        change.kind(),
        change.name(),
        change.from().isEmpty() ? null : change.from(),
        change.to(),
        before,
        after,
        before == null ? null : Difference.between(before, after));
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
            .sums(Tenant.current(), List.of(agent), Cover.of(start, end, Width.HOUR, now))
            .getOrDefault(agent, SeriesStore.Sum.NOTHING);
    return Rate.of(sum.ok(), sum.failed(), sum.unknown());
  }
}
