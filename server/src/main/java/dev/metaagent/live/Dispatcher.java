package dev.metaagent.live;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Source;
import dev.metaagent.measure.HealthMeasured;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Scans every source after a commit on any node, and wakes the feed of each organization with
/// connections. It runs while this node has connections; no rows are read on its thread.
@Component
class Dispatcher implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private static final Duration SPACING = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofSeconds(1);

  /// After a commit that another transaction still hides: how soon to scan again, and for how long.
  private static final Duration HIDDEN_EVERY = Duration.ofMillis(25);

  private static final Duration HIDDEN_AT_MOST = Duration.ofSeconds(1);

  /// Organizations that may read at the same time, a quarter of the default connection pool.
  private static final int READERS = 4;

  private final List<Source> sources;
  private final LiveBus bus;
  private final Clock clock;
  private final Counter failures;
  private final Counter dismissed;
  private final Semaphore readers = new Semaphore(READERS, true);
  private final Semaphore wakes = new Semaphore(0);
  private final Map<OrganizationId, OrganizationFeed> feeds = new HashMap<>();
  private final Connections connections;
  private LiveBus.@Nullable Listening listening;
  private volatile @Nullable Thread thread;
  private volatile boolean running;
  private volatile long hiddenSince;

  public Dispatcher(
      List<Source> sources,
      Connections connections,
      LiveBus bus,
      MeterRegistry meters,
      Clock clock) {
    this.sources = List.copyOf(sources);
    this.connections = connections;
    this.bus = bus;
    this.clock = clock;
    this.failures =
        Counter.builder("metaagent.live.failures")
            .description("reads that failed and were retried")
            .register(meters);
    this.dismissed =
        Counter.builder("metaagent.live.dropped")
            .description("clients that did not accept their frames in time")
            .register(meters);
  }

  /// Something was committed to the event log on this node.
  void committed() {
    hiddenSince = System.nanoTime();
    bus.signal();
  }

  @EventListener
  void measured(HealthMeasured hint) {
    bus.signal();
  }

  /// Adds a connection, and starts scanning when it is the first.
  ///
  /// @return the feed of its organization
  synchronized OrganizationFeed join(Connection connection) {
    OrganizationFeed feed = feeds.get(connection.organization());
    if (feed == null) {
      feed = new OrganizationFeed(connection.organization(), sources, readers, clock, failures);
      feeds.put(connection.organization(), feed);
      feed.start();
    }
    feed.add(connection);
    connections.add(connection);
    if (thread == null) {
      listening = bus.listen(wakes::release);
      Thread scanning = Thread.ofVirtual().name("live").unstarted(this::loop);
      thread = scanning;
      scanning.start();
    }
    return feed;
  }

  synchronized void leave(Connection connection) {
    connections.remove(connection);
    OrganizationFeed feed = feeds.get(connection.organization());
    if (feed != null) {
      feed.remove(connection);
      if (feed.isEmpty()) {
        feeds.remove(connection.organization());
        feed.stop();
      }
    }
    if (feeds.isEmpty()) {
      end();
    }
  }

  private void end() {
    if (listening != null) {
      listening.close();
      listening = null;
    }
    thread = null;
    wakes.release();
  }

  private synchronized List<OrganizationFeed> watched() {
    return isCurrent() ? List.copyOf(feeds.values()) : List.of();
  }

  /// Ends without an interrupt, which would break the database connection in use.
  private void loop() {
    try {
      while (isCurrent()) {
        scan();
        dismissSlow();
        await();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /// One source that fails does not stop the others.
  private void scan() {
    for (Source source : sources) {
      try {
        if (source.scan()) {
          hiddenSince = 0;
        }
      } catch (RuntimeException | Error e) {
        failures.increment();
        log.warn("{} could not be scanned; it is tried again: {}", source, e.toString());
        log.debug("scanning failed", e);
      }
    }
    watched().forEach(OrganizationFeed::wake);
  }

  private void await() throws InterruptedException {
    Thread.sleep(SPACING);
    long since = hiddenSince;
    boolean hidden = since != 0 && System.nanoTime() - since < HIDDEN_AT_MOST.toNanos();
    wakes.tryAcquire((hidden ? HIDDEN_EVERY : IDLE).toMillis(), TimeUnit.MILLISECONDS);
    wakes.drainPermits();
  }

  private void dismissSlow() {
    for (Connection connection : connections.all()) {
      if (connection.isSlow() && connection.buffer().closing() == null) {
        connection.buffer().close(CloseStatus.SLOW_CONSUMER);
        dismissed.increment();
      }
    }
  }

  @Override
  public synchronized void start() {
    running = true;
  }

  @Override
  public synchronized void stop() {
    running = false;
    connections.all().forEach(connection -> connection.buffer().close(CloseStatus.GOING_AWAY));
    feeds.values().forEach(OrganizationFeed::stop);
    feeds.clear();
    end();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
