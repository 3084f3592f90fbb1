package dev.metaagent.observe;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/// The bounded queue between the doors and the ledger. Requests that wait at the same time are
/// committed together, one organization at a time in turn, by a few writers: a lone request is
/// written at once, a thousand cost a handful of transactions. A request returns when it is
/// committed and not before.
@Component
class Intake implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);
  private static final int SPANS_TOGETHER = 6_000;
  private static final int TRIES = 4;
  private static final Duration RETRY_FULL = Duration.ofSeconds(1);
  private static final Duration RETRY_DOWN = Duration.ofSeconds(5);

  /// Longer waits would look like a lost connection to an exporter, whose limit is 10 s by default.
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(9);

  private record Waiting(
      List<IncomingTrace> traces, long bytes, int spans, CompletableFuture<@Nullable Void> done) {}

  private final Ledger ledger;
  private final ObserveSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Map<OrganizationId, Deque<Waiting>> queues = new LinkedHashMap<>();
  private final Counter committedSpans;
  private final Counter commits;
  private final Counter refusedFull;
  private final Counter failures;
  private long waitingBytes;
  private volatile boolean running;

  Intake(Ledger ledger, ObserveSettings settings, MeterRegistry meters) {
    this.ledger = ledger;
    this.settings = settings;
    this.committedSpans = meters.counter("metaagent.intake.spans");
    this.commits = meters.counter("metaagent.intake.commits");
    this.refusedFull = meters.counter("metaagent.intake.refused", "reason", "full");
    this.failures = meters.counter("metaagent.intake.failures");
    meters.gauge("metaagent.intake.waiting.bytes", this, Intake::waitingBytes);
  }

  /// Stores a prepared request of the organization in scope and returns once it is committed.
  ///
  /// @throws MetaAgentException INTAKE_FULL when too much waits, DATABASE_UNAVAILABLE when the
  ///   database does not take it now, INVALID_REQUEST when it never will
  void accept(Preparation.Prepared prepared) {
    if (prepared.traces().isEmpty()) {
      return;
    }
    CompletableFuture<@Nullable Void> done = enqueue(prepared);
    try {
      done.copy().orTimeout(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof MetaAgentException known) {
        throw known;
      }
      if (e.getCause() instanceof TimeoutException) {
        failures.increment();
        throw silent();
      }
      throw e;
    }
  }

  /// The database neither takes nor refuses: it may still commit, and sent again it is stored once.
  private static MetaAgentException silent() {
    return MetaAgentException.busy(
        ErrorCode.DATABASE_UNAVAILABLE,
        "the database does not answer now; send the request again, it is stored once",
        RETRY_DOWN);
  }

  private CompletableFuture<@Nullable Void> enqueue(Preparation.Prepared prepared) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    lock.lock();
    try {
      if (!running || waitingBytes > settings.maxWaiting().toBytes()) {
        refusedFull.increment();
        throw MetaAgentException.busy(
            ErrorCode.INTAKE_FULL,
            "the intake is full: too many requests wait to be written",
            RETRY_FULL);
      }
      waitingBytes += prepared.bytes();
      queues
          .computeIfAbsent(Tenant.current(), organization -> new ArrayDeque<>())
          .add(new Waiting(prepared.traces(), prepared.bytes(), prepared.accepted(), done));
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return done;
  }

  private void writeUntilStopped() {
    while (true) {
      Map.Entry<OrganizationId, List<Waiting>> next;
      try {
        next = take();
      } catch (InterruptedException e) {
        return;
      }
      if (next == null) {
        return;
      }
      List<Waiting> group = next.getValue();
      try {
        Tenant.run(next.getKey(), () -> write(group));
      } catch (RuntimeException | Error e) {
        group.forEach(waiting -> waiting.done().completeExceptionally(unavailable(e)));
        log.error("telemetry could not be written", e);
      }
    }
  }

  /// The next group to write together, or null when the intake has stopped and is empty.
  private Map.@Nullable Entry<OrganizationId, List<Waiting>> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queues.isEmpty()) {
        if (!running) {
          return null;
        }
        arrived.await();
      }
      OrganizationId organization = queues.keySet().iterator().next();
      Deque<Waiting> queue = java.util.Objects.requireNonNull(queues.remove(organization));
      List<Waiting> group = new ArrayList<>();
      int spans = 0;
      while (!queue.isEmpty() && (group.isEmpty() || spans < SPANS_TOGETHER)) {
        Waiting waiting = queue.remove();
        group.add(waiting);
        spans += waiting.spans();
        waitingBytes -= waiting.bytes();
      }
      if (!queue.isEmpty()) {
        queues.put(organization, queue);
        arrived.signal();
      }
      return Map.entry(organization, group);
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Waiting> group) {
    try {
      record(group);
      group.forEach(waiting -> waiting.done().complete(null));
    } catch (RuntimeException e) {
      if (neverFits(e) && group.size() > 1) {
        group.forEach(waiting -> write(List.of(waiting)));
        return;
      }
      failures.increment();
      MetaAgentException refusal = neverFits(e) ? invalid(e) : unavailable(e);
      group.forEach(waiting -> waiting.done().completeExceptionally(refusal));
    }
  }

  private void record(List<Waiting> group) {
    List<IncomingTrace> all = group.stream().flatMap(waiting -> waiting.traces().stream()).toList();
    for (List<IncomingTrace> round : Rounds.of(all)) {
      recordTogether(round);
    }
    committedSpans.increment(group.stream().mapToInt(Waiting::spans).sum());
  }

  private void recordTogether(List<IncomingTrace> traces) {
    for (int attempt = 1; ; attempt++) {
      try {
        ledger.record(traces);
        break;
      } catch (RuntimeException e) {
        if (attempt == TRIES || !collided(e)) {
          throw e;
        }
      }
    }
    commits.increment();
  }

  /// Two transactions met (deadlock, serialisation): trying again is right.
  private static boolean collided(Throwable e) {
    String state = sqlState(e);
    return state != null && state.startsWith("40");
  }

  /// The data itself cannot be stored, now or later.
  private static boolean neverFits(Throwable e) {
    String state = sqlState(e);
    boolean dataFault =
        state != null
            && (state.startsWith("22") || state.startsWith("23") || state.equals("54000"));
    return dataFault || e instanceof DataIntegrityViolationException;
  }

  private static @Nullable String sqlState(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql.getSQLState();
      }
    }
    return null;
  }

  private static MetaAgentException invalid(RuntimeException e) {
    log.warn("telemetry that cannot be stored was refused: {}", e.getClass().getSimpleName());
    return new MetaAgentException(
        ErrorCode.INVALID_REQUEST,
        "the telemetry holds a value that cannot be stored",
        List.of(),
        null,
        e);
  }

  private static MetaAgentException unavailable(Throwable e) {
    log.warn("the database did not take telemetry: {}", e.getMessage());
    return new MetaAgentException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "the database does not take telemetry now; nothing of this request was stored",
        List.of(),
        RETRY_DOWN,
        e);
  }

  private long waitingBytes() {
    lock.lock();
    try {
      return waitingBytes;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void start() {
    running = true;
    for (int i = 0; i < settings.writers(); i++) {
      Thread.ofPlatform().name("intake-" + i).start(this::writeUntilStopped);
    }
  }

  /// Stops taking requests; those that wait are still written.
  @Override
  public void stop() {
    lock.lock();
    try {
      running = false;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
