package dev.metaagent.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.events.LogConsumer;
import dev.metaagent.events.LogEntry;
import dev.metaagent.events.OwnLog;
import dev.metaagent.events.Recorder;
import dev.metaagent.kernel.OrganizationId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConsumerLoopTest {

  private final OwnLog log = new OwnLog();
  private final OrganizationId organization = OwnLog.organization();

  @Test
  void anErrorDoesNotEndTheThread() throws InterruptedException {
    Recorder recorder = new Recorder();
    AtomicInteger prepared = new AtomicInteger();
    LogConsumer failsTwice =
        new LogConsumer() {
          @Override
          public String name() {
            return recorder.name();
          }

          @Override
          public void prepare() {
            if (prepared.incrementAndGet() <= 2) {
              throw new AssertionError("an error, no exception");
            }
          }

          @Override
          public void tick() {
            throw new AssertionError("work beside the entries");
          }

          @Override
          public Runnable handle(List<LogEntry> entries) {
            return recorder.handle(entries);
          }
        };
    log.beginNow(failsTwice);
    log.append(organization, "[1]");

    assertThat(handledBy(failsTwice, recorder)).containsExactly("[1]");
  }

  private List<String> handledBy(LogConsumer consumer, Recorder recorder)
      throws InterruptedException {
    ConsumerMetrics metrics =
        new ConsumerMetrics(consumer.name(), new SimpleMeterRegistry(), Clock.systemUTC());
    ConsumerLoop loop = new ConsumerLoop(consumer, log.passes, metrics);
    loop.start();
    try {
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (recorder.of(organization).isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
      return recorder.of(organization);
    } finally {
      loop.stop();
      loop.join();
    }
  }

  @Test
  void theBackoffGrowsToABoundAndIsSpread() {
    assertThat(ConsumerLoop.backoff(1, 0)).hasMillis(250);
    assertThat(ConsumerLoop.backoff(2, 0)).hasMillis(500);
    assertThat(ConsumerLoop.backoff(2, 1)).hasMillis(250);
    assertThat(ConsumerLoop.backoff(1_000, 0)).hasSeconds(5);
  }
}
