package dev.metaagent.live.channel;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.ExecutionStatus;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event log in memory: each batch is a transaction, and settled when {@link #settle} says so.
final class InMemoryLog implements BatchReader {

  private final List<Batch> batches = new ArrayList<>();
  private long next = 100;
  private long settled = 100;
  private Runnable meanwhile = () -> {};

  static OrganizationId organization() {
    return new OrganizationId(UUID.randomUUID());
  }

  static ExecutionId execution() {
    return new ExecutionId(new TraceId(UUID.randomUUID()), 7);
  }

  /// What is known of an execution whose first pack of content a batch brought.
  static ExecutionRecorded facts(ExecutionId id) {
    Instant at = Instant.parse("2026-11-22T13:36:00Z");
    return new ExecutionRecorded(
        new ExecutionRecorded.Identity(id, new AgentId(UUID.randomUUID()), null, null, null),
        new ExecutionRecorded.When(LocalDate.parse("2026-11-22"), at, at, 1L),
        new ExecutionRecorded.Result(ExecutionStatus.OK, true, null, null, null, null),
        new ExecutionRecorded.Usage(null, null, null, null, null, null, null, null),
        new ExecutionRecorded.Dimensions(
            null, null, null, List.of(), null, null, null, null, List.of(), null),
        null,
        new ExecutionRecorded.Packs(0, 1));
  }

  synchronized LogOffset append(OrganizationId organization, ExecutionId... executions) {
    LogOffset position = new LogOffset(next++, 1);
    batches.add(
        new Batch(
            position, organization, List.of(executions).stream().map(InMemoryLog::facts).toList()));
    return position;
  }

  /// Everything that was appended can be read.
  synchronized void settle() {
    settled = next;
  }

  /// What happens while the settled position is read the next time.
  void whileSettledIsRead(Runnable work) {
    meanwhile = work;
  }

  @Override
  public synchronized LogOffset settled() {
    Runnable work = meanwhile;
    meanwhile = () -> {};
    work.run();
    return LogOffset.before(settled);
  }

  @Override
  public synchronized List<Batch> between(
      LogOffset after, LogOffset upTo, @Nullable OrganizationId organization, int limit) {
    return batches.stream()
        .filter(batch -> batch.position().isAfter(after) && !batch.position().isAfter(upTo))
        .filter(batch -> batch.position().transaction() < settled)
        .filter(batch -> organization == null || organization.equals(batch.organization()))
        .limit(limit)
        .toList();
  }
}
