package dev.metaagent.live.executions;

import dev.metaagent.events.EventLog;
import dev.metaagent.events.LogEntry;
import dev.metaagent.events.LogPosition;
import dev.metaagent.executions.ExecutionLog;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Batch;
import dev.metaagent.live.channel.BatchReader;
import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.tenancy.SystemTransactions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The event log of the database. The only class of this module that knows how the log is stored.
@Component
class EventLogReader implements BatchReader {

  private final EventLog log;
  private final ExecutionLog executions;
  private final SystemTransactions transactions;

  EventLogReader(EventLog log, ExecutionLog executions, SystemTransactions transactions) {
    this.log = log;
    this.executions = executions;
    this.transactions = transactions;
  }

  @Override
  public LogOffset settled() {
    return LogOffset.before(transactions.call(log::settled));
  }

  @Override
  public List<Batch> between(
      LogOffset after, LogOffset upTo, @Nullable OrganizationId organization, int limit) {
    LogPosition from = new LogPosition(after.transaction(), after.id());
    long below = upTo.id() == 0 ? upTo.transaction() : upTo.transaction() + 1;
    return transactions.call(() -> log.after(from, below, organization, limit)).stream()
        .map(this::batch)
        .filter(batch -> !batch.position().isAfter(upTo))
        .toList();
  }

  private Batch batch(LogEntry entry) {
    return new Batch(
        new LogOffset(entry.position().transaction(), entry.position().id()),
        entry.organization(),
        executions.executions(entry));
  }
}
