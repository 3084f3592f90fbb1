package dev.metaagent.database;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs work every so often on a thread of its own. An exception does not stop later runs. Closing
/// runs it once more, for a second at most: the database may be gone.
public final class PeriodicWork implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PeriodicWork.class);
  private static final Duration LAST_RUN = Duration.ofSeconds(1);

  private final String name;
  private final Runnable work;
  private final ScheduledExecutorService timer;

  public PeriodicWork(String name, Duration every, Runnable work) {
    this.name = name;
    this.work = work;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
    var _ =
        timer.scheduleWithFixedDelay(
            this::run, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      // an executor would never run it again
      log.warn("{} failed and is tried again", name, e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    Thread last = Thread.ofVirtual().name(name + "-last").start(this::run);
    try {
      if (!last.join(LAST_RUN)) {
        last.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
