package dev.metaagent.observe.search;

import dev.metaagent.observe.ExecutionsRecorded;
import dev.metaagent.tenancy.SystemTransactions;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Keeps words close behind the telemetry: woken by news and at least every two seconds. News that
/// come close together are worked on together.
@Component
class WordLoop implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WordLoop.class);
  private static final Duration AT_LEAST = Duration.ofSeconds(2);
  private static final Duration TOGETHER = Duration.ofMillis(250);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(2);

  private final Wording wording;
  private final SystemTransactions transactions;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;

  WordLoop(Wording wording, SystemTransactions transactions) {
    this.wording = wording;
    this.transactions = transactions;
  }

  @EventListener
  void recorded(ExecutionsRecorded event) {
    news.release();
  }

  @Override
  public synchronized void start() {
    running = true;
    thread = Thread.ofVirtual().name("words").start(this::loop);
  }

  @Override
  public synchronized void stop() {
    running = false;
    Thread stopped = thread;
    if (stopped != null) {
      news.release();
      try {
        stopped.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void loop() {
    while (running) {
      try {
        if (news.tryAcquire(AT_LEAST.toMillis(), TimeUnit.MILLISECONDS)) {
          Thread.sleep(TOGETHER);
          news.drainPermits();
        }
        while (running && transactions.call(wording::step)) {
          // more is waiting
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.warn("words of executions wait: {}", e.getMessage());
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(AFTER_FAULT);
    } catch (InterruptedException e) {
      running = false;
    }
  }
}
