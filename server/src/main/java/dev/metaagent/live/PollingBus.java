package dev.metaagent.live;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Needs nothing but the database: listeners are called at once after commits of this process, and
/// some times a second for those of other nodes.
final class PollingBus implements LiveBus {

  static final Duration EVERY = Duration.ofMillis(150);

  private final Listeners listeners = new Listeners();
  private @Nullable Thread clock;

  @Override
  public void signal() {
    listeners.signal();
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
        listeners.signal();
      }
    }
  }
}
