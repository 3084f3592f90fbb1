package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.Difference;
import dev.metaagent.statistics.Rate;
import dev.metaagent.tenancy.TenantTransactions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Changes that were seen, each with the success of the version before it and of the one it
/// brought.
@Component
public class ChangesReport {

  private final Changes changes;
  private final VersionNumbers numbers;
  private final TenantTransactions transactions;

  ChangesReport(Changes changes, VersionNumbers numbers, TenantTransactions transactions) {
    this.changes = changes;
    this.numbers = numbers;
    this.transactions = transactions;
  }

  public List<ChangeAnswer> read(@Nullable AgentId agent, TimeRange range, int limit) {
    return transactions.read(() ->
        changes.list(agent, range.from(), range.to(), limit).stream().map(this::answer).toList());
  }

  /// One change with its numbers; inside a tenant's transaction.
  ChangeAnswer answer(Changes.Change change) {
    boolean began = change.kind().equals(Changes.FIRST_SEEN);
    Rate before = began ? null : numbers.before(change).successRate();
    Rate after = began ? numbers.beginning(change) : numbers.after(change).successRate();
    return new ChangeAnswer(
        change.at(),
        NamedAgent.of(change.agent(), change.agentName()),
        change.kind(),
        known(change.name()),
        known(change.from()),
        known(change.to()),
        before,
        after,
        before == null ? null : Difference.between(before, after),
        ChangeAnswer.Commit.of(change.commit()));
  }

  private static @Nullable String known(String value) {
    return value.isEmpty() ? null : value;
  }
}
