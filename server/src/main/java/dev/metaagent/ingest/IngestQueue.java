package dev.metaagent.ingest;

import dev.metaagent.executions.Preparation;
import dev.metaagent.ingest.senders.SentRecords;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The bounded queue between the endpoints and the database. Requests that wait at the same time
/// are committed together (group commit), by organization in turn, by a few writers: a single
/// request is written at once, a thousand take a handful of transactions. A request returns when it
/// is committed and not before.
@Component
public class IngestQueue implements SmartLifecycle {

  static final Duration RETRY_DOWN = Duration.ofSeconds(5);

  private static final int SPANS_TOGETHER = 6_000;

  /// One organization may take all but one of so many parts of what may wait.
  private static final int PARTS = 4;

  private static final Duration RETRY_FULL = Duration.ofSeconds(1);

  private final RequestWriter writer;
  private final IngestSettings settings;
  private final FairQueue<IngestRequest> queue;
  private final Counter refusedFull;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Map<OrganizationId, Long> waitingOf = new ConcurrentHashMap<>();
  private volatile boolean running;

  IngestQueue(RequestWriter writer, IngestSettings settings, MeterRegistry meters) {
    this.writer = writer;
    this.settings = settings;
    this.queue =
        new FairQueue<>(settings.writers(), IngestRequest::spans, SPANS_TOGETHER, System::nanoTime);
    this.refusedFull = meters.counter("metaagent.intake.refused", "reason", "full");
    meters.gauge("metaagent.intake.waiting.bytes", waitingBytes);
  }

  /// Stores a prepared request of the organization in scope and returns once it is committed.
  ///
  /// @return what was stored; traces that can never be stored are counted as rejected
  /// @throws MetaAgentException INTAKE_FULL when too many bytes wait (backpressure), SHUTTING_DOWN
  ///   when the server stops, DATABASE_UNAVAILABLE when the database cannot be reached
  public Preparation.Prepared accept(Preparation.Prepared prepared) {
    return accept(prepared, null);
  }

  /// The same, of a request whose records may have numbers: when it returns, they are noted too.
  Preparation.Prepared accept(Preparation.Prepared prepared, @Nullable SentRecords records) {
    if (prepared.traces().isEmpty() && records == null) {
      return prepared;
    }
    if (full(Tenant.current())) {
      refusedFull.increment();
      throw MetaAgentException.busy(
          ErrorCode.INTAKE_FULL,
          "the intake is full: too many requests wait to be written",
          RETRY_FULL);
    }
    IngestRequest request = new IngestRequest(prepared, records);
    waits(Tenant.current(), request.bytes());
    if (!queue.add(Tenant.current(), request)) {
      waits(Tenant.current(), -request.bytes());
      throw MetaAgentException.busy(
          ErrorCode.SHUTTING_DOWN, "the server is stopping; send the request again", RETRY_DOWN);
    }
    return request.await();
  }

  /// Whether no more may wait: of all organizations together, or of one, which never takes the
  /// whole queue from the others.
  private boolean full(OrganizationId organization) {
    long most = settings.maxWaiting().toBytes();
    return waitingBytes.get() > most
        || waitingOf.getOrDefault(organization, 0L) > most / PARTS * (PARTS - 1);
  }

  private void waits(OrganizationId organization, long bytes) {
    waitingBytes.addAndGet(bytes);
    waitingOf.merge(organization, bytes, Long::sum);
    waitingOf.remove(organization, 0L);
  }

  private void writeUntilStopped() {
    try {
      for (var group = queue.take(); group != null; group = queue.take()) {
        write(group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(FairQueue.Group<IngestRequest> group) {
    waits(group.organization(), -group.entries().stream().mapToLong(IngestRequest::bytes).sum());
    try {
      Tenant.run(group.organization(), () -> writer.write(group.entries()));
    } catch (RuntimeException | Error e) {
      writer.fail(group.entries(), e);
    } finally {
      queue.done(group);
    }
  }

  @Override
  public void start() {
    running = true;
    for (int i = 0; i < settings.writers(); i++) {
      Thread.ofPlatform().name("ingest-" + i).start(this::writeUntilStopped);
    }
  }

  /// Stops accepting requests; those that wait are still written.
  @Override
  public void stop() {
    running = false;
    queue.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
