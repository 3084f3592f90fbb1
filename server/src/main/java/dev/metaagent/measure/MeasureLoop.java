package dev.metaagent.measure;

import dev.metaagent.observe.ExecutionsRecorded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// The one thread that measures: woken by a commit, and by itself some times a second. After a pass
/// it rests, the longer the pass the more, so that many commits are counted together and measuring
/// takes at most a part of one processor.
@Component
class MeasureLoop implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(MeasureLoop.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration QUIET_POLL = Duration.ofSeconds(1);
  private static final Duration QUIET_AFTER = Duration.ofSeconds(30);
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration CATCH_UP = Duration.ofSeconds(1);
  private static final Duration MERGES = Duration.ofSeconds(2);
  private static final Duration NO_WORK = Duration.ofMillis(20);
  private static final Duration SHORT_WORK = Duration.ofMillis(25);
  private static final int REST_FOR_WORK = 3;

  private final Measuring measuring;
  private final Clock clock;
  private final Semaphore hints = new Semaphore(0);
  private @Nullable Thread thread;
  private volatile boolean running;

  private final Timer delay;
  private final Counter failures;
  private volatile Instant lastPass;
  private Instant lastNews = Instant.MIN;
  private Instant nextCatchUp = Instant.MIN;
  private Instant nextMerges = Instant.MIN;
  private Instant nextAge = Instant.MIN;

  MeasureLoop(Measuring measuring, MeterRegistry meters, Clock clock) {
    this.measuring = measuring;
    this.clock = clock;
    this.lastPass = clock.instant();
    this.delay =
        Timer.builder("metaagent.measure.delay")
            .description("from the commit of a batch to its numbers")
            .publishPercentiles(0.5, 0.99)
            .register(meters);
    this.failures =
        Counter.builder("metaagent.measure.failures")
            .description("passes that failed and were tried again")
            .register(meters);
    Gauge.builder("metaagent.measure.last.pass.seconds", this, MeasureLoop::sinceLastPass)
        .description("since measuring last looked for news")
        .register(meters);
  }

  private double sinceLastPass() {
    return Duration.between(lastPass, clock.instant()).toMillis() / 1_000.0;
  }

  @EventListener
  void recorded(ExecutionsRecorded hint) {
    hints.release();
  }

  @Override
  public synchronized void start() {
    if (thread == null) {
      running = true;
      thread = Thread.ofVirtual().name("measure").start(this::loop);
    }
  }

  @Override
  public synchronized void stop() {
    running = false;
    hints.release();
    if (thread != null) {
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void loop() {
    while (running) {
      try {
        Instant now = clock.instant();
        hints.tryAcquire(poll(now).toMillis(), TimeUnit.MILLISECONDS);
        hints.drainPermits();
        long begun = System.nanoTime();
        pass();
        pause(rest(Duration.ofNanos(System.nanoTime() - begun)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        failures.increment();
        log.warn("measuring failed; it is tried again: {}", e.toString());
        log.debug("measuring failed", e);
        pause(AFTER_FAILURE);
      }
    }
  }

  private Duration poll(Instant now) {
    return lastNews.isBefore(now.minus(QUIET_AFTER)) ? QUIET_POLL : POLL;
  }

  private void pass() {
    Instant now = clock.instant();
    Measuring.Taken taken = measuring.takeNews();
    if (taken.oldest() != null) {
      delay.record(Duration.between(taken.oldest(), clock.instant()));
      lastNews = now;
      hints.release();
    }
    lastPass = clock.instant();
    if (!now.isBefore(nextMerges)) {
      measuring.followMerges();
      nextMerges = now.plus(MERGES);
    }
    if (!now.isBefore(nextCatchUp)) {
      boolean more = measuring.catchUp();
      nextCatchUp = more ? now : now.plus(CATCH_UP);
    }
    if (!now.isBefore(nextAge)) {
      measuring.age();
      nextAge = now.plus(HealthKeeping.AGES_AFTER);
    }
  }

  /// How long to rest: after a short pass as long as it took, so that few news wait long; after a
  /// long one, when there is much to count together, almost three times as long.
  static Duration rest(Duration worked) {
    if (worked.compareTo(NO_WORK) < 0) {
      return Duration.ZERO;
    }
    Duration rest = worked.minus(SHORT_WORK).multipliedBy(REST_FOR_WORK);
    rest = rest.compareTo(worked) > 0 ? rest : worked;
    return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
