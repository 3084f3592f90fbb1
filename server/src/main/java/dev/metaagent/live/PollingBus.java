package dev.metaagent.live;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Needs nothing but the database that everybody looks into: who listens is told at once of what
/// this process committed, and else some times a second, in case another one did.
final class PollingBus implements LiveBus {

  static final Duration EVERY = Duration.ofMillis(150);

  private final Listeners listeners = new Listeners();
  private @Nullable Thread clock;

  @Override
  public void tell() {
    listeners.tell();
  }

  @Override
  public synchronized Listening listen(Runnable look) {
    listeners.add(look);
    if (clock == null) {
      clock = Thread.ofVirtual().name("live-poll").start(this::tick);
    }
    return () -> stop(look);
  }

  private synchronized void stop(Runnable look) {
    listeners.remove(look);
    if (listeners.none() && clock != null) {
      clock.interrupt();
      clock = null;
    }
  }

  private void tick() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(EVERY.toNanos());
      if (!Thread.currentThread().isInterrupted()) {
        listeners.tell();
      }
    }
  }
}
