package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every way to hear of other nodes promises.
abstract class LiveBusContract {

  private final LiveBus here = bus();
  private final LiveBus there = bus();
  private final Semaphore signals = new Semaphore(0);

  /// A bus of one node.
  abstract LiveBus bus();

  /// Lets go of what a bus holds.
  void end(LiveBus bus) {}

  @AfterEach
  void endBoth() {
    end(here);
    end(there);
  }

  boolean isTold(long withinMs) throws InterruptedException {
    return signals.tryAcquire(withinMs, TimeUnit.MILLISECONDS);
  }

  LiveBus here() {
    return here;
  }

  LiveBus there() {
    return there;
  }

  void forgetWhatWasTold() {
    signals.drainPermits();
  }

  LiveBus.Listening listen(LiveBus bus) {
    return bus.listen(signals::release);
  }

  @Test
  void whoListensOnTheSameNodeIsToldAtOnce() {
    try (var _ = listen(here)) {
      signals.drainPermits();
      here.signal();
      assertThat(signals.tryAcquire()).isTrue();
    }
  }

  @Test
  void whoListensOnAnotherNodeIsToldSoon() throws InterruptedException {
    try (var _ = listen(there)) {
      Thread.sleep(300);
      signals.drainPermits();
      here.signal();
      assertThat(isTold(1_000)).isTrue();
    }
  }

  @Test
  void whoStoppedListeningIsToldNothing() throws InterruptedException {
    listen(here).close();
    Thread.sleep(200);
    signals.drainPermits();
    here.signal();
    there.signal();
    assertThat(isTold(500)).isFalse();
  }

  @Test
  void aListenerThatFailsDoesNotSilenceTheOthers() {
    LiveBus.Listening failing =
        here.listen(() -> {
          throw new IllegalStateException("a listener that fails on purpose");
        });
    try (failing;
        var _ = listen(here)) {
      signals.drainPermits();
      here.signal();
      assertThat(signals.tryAcquire()).isTrue();
    }
  }
}
