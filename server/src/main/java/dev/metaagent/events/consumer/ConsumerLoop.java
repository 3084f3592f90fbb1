package dev.metaagent.events.consumer;

import dev.metaagent.events.LogConsumer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread of one consumer on this node: woken by commits, and polling some times a second,
/// because a commit can be hidden by an older transaction or come from another node. When a pass
/// throws, the thread continues after a back-off.
final class ConsumerLoop {

  private static final Logger log = LoggerFactory.getLogger(ConsumerLoop.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration QUIET_POLL = Duration.ofSeconds(1);
  private static final Duration QUIET_AFTER = Duration.ofSeconds(30);
  private static final Duration RETRY_EVERY = Duration.ofSeconds(1);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

  /// Consecutive failures after which the entries are searched for a cause, even if the failure
  /// looks transient.
  private static final int PATIENCE = 10;

  private static final Duration GRACE = Duration.ofSeconds(1);

  private final LogConsumer consumer;
  private final ConsumerPass passes;
  private final ConsumerMetrics metrics;
  private final Semaphore hints = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;
  private long lastEntries = System.nanoTime();
  private long lastRetry = System.nanoTime();
  private int failures;
  private final Set<String> failing = new HashSet<>();

  ConsumerLoop(LogConsumer consumer, ConsumerPass passes, ConsumerMetrics metrics) {
    this.consumer = consumer;
    this.passes = passes;
    this.metrics = metrics;
  }

  LogConsumer consumer() {
    return consumer;
  }

  void wake() {
    hints.release();
  }

  synchronized void start() {
    if (thread == null) {
      running = true;
      thread = Thread.ofVirtual().name("consumer-" + consumer.name()).start(this::run);
    }
  }

  /// Asks the thread to end after its pass.
  synchronized void stop() {
    running = false;
    hints.release();
  }

  /// Waits a moment for the end, then interrupts: work that was not committed is repeated later.
  synchronized void join() {
    Thread ending = thread;
    thread = null;
    if (ending == null) {
      return;
    }
    try {
      if (!ending.join(GRACE)) {
        ending.interrupt();
        ending.join(GRACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (running && !Thread.currentThread().isInterrupted()) {
      try {
        await();
        long begun = System.nanoTime();
        pass();
        failures = 0;
        sleep(consumer.rest(Duration.ofNanos(System.nanoTime() - begun)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error e) {
        failed(e);
      }
    }
  }

  private void await() throws InterruptedException {
    boolean quiet = System.nanoTime() - lastEntries > QUIET_AFTER.toNanos();
    if (hints.tryAcquire((quiet ? QUIET_POLL : POLL).toMillis(), TimeUnit.MILLISECONDS)) {
      sleep(consumer.gather());
    }
    hints.drainPermits();
  }

  private void pass() {
    if (!running) {
      return;
    }
    ConsumerPass.Done done = passes.next(consumer, failures < PATIENCE);
    metrics.passed(done);
    if (done.entries() > 0) {
      lastEntries = System.nanoTime();
      hints.release();
    }
    beside("work beside its entries", consumer::tick);
    if (System.nanoTime() - lastRetry > RETRY_EVERY.toNanos()) {
      lastRetry = System.nanoTime();
      beside("trying events again", () -> passes.retry(consumer));
    }
  }

  /// A failure here does not delay the entries.
  private void beside(String what, Runnable work) {
    try {
      work.run();
      failing.remove(what);
    } catch (RuntimeException | Error e) {
      metrics.failed();
      if (running && failing.add(what)) {
        log.warn("consumer {}: {} failed and is tried again", consumer.name(), what, e);
      }
    }
  }

  private void failed(Throwable failure) {
    if (!running) {
      return;
    }
    failures++;
    metrics.failed();
    if (failures == 1) {
      log.warn("consumer {} failed and tries again: {}", consumer.name(), failure.toString());
    }
    log.debug("consumer {} failed {} times", consumer.name(), failures, failure);
    try {
      sleep(backoff(failures, ThreadLocalRandom.current().nextDouble()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Exponential back-off with jitter after a number of consecutive failures: doubled each time,
  /// bounded, reduced by up to half at random so that nodes do not retry in step.
  static Duration backoff(int failures, double random) {
    long most =
        Math.min(
            LONGEST_BACKOFF.toMillis(), FIRST_BACKOFF.toMillis() << Math.min(failures - 1, 10));
    return Duration.ofMillis(Math.round(most * (1 - random / 2)));
  }

  private static void sleep(Duration time) throws InterruptedException {
    if (time.isPositive()) {
      Thread.sleep(time);
    }
  }
}
