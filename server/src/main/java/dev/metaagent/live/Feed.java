package dev.metaagent.live;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.HealthMeasured;
import dev.metaagent.observe.ExecutionsRecorded;
import dev.metaagent.observe.News;
import dev.metaagent.observe.NewsPosition;
import dev.metaagent.observe.RecordedBatch;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// The one thread of a node that looks for what was committed and hands it to those who watch. It
/// runs while anybody does.
@Component
class Feed implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Feed.class);

  private static final Duration SPACING = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofSeconds(1);

  /// A commit was announced, but another transaction hides it: look again soon, for a while.
  private static final Duration HIDDEN_EVERY = Duration.ofMillis(25);

  private static final Duration HIDDEN_AT_MOST = Duration.ofSeconds(1);
  private static final int BATCHES = 200;

  private final Watchers watchers;
  private final LiveBus bus;
  private final News news;
  private final Incoming incoming;
  private final HealthFeed health;
  private final SystemTransactions transactions;
  private final Clock clock;
  private final Counter failures;
  private final Counter dropped;

  /// Held while a pass goes on: who joins or asks for a topic does so between two passes.
  private final ReentrantLock turn = new ReentrantLock(true);

  private final Semaphore hints = new Semaphore(0);
  private Cursor cursor = new Cursor(NewsPosition.before(0), Instant.EPOCH);
  private LiveBus.@Nullable Listening listening;
  private @Nullable Thread thread;
  private volatile boolean running;
  private volatile long hiddenSince;

  Feed(
      Watchers watchers,
      LiveBus bus,
      News news,
      Incoming incoming,
      HealthFeed health,
      SystemTransactions transactions,
      MeterRegistry meters,
      Clock clock) {
    this.watchers = watchers;
    this.bus = bus;
    this.news = news;
    this.incoming = incoming;
    this.health = health;
    this.transactions = transactions;
    this.clock = clock;
    this.failures =
        Counter.builder("metaagent.live.failures")
            .description("passes that failed and were tried again")
            .register(meters);
    this.dropped =
        Counter.builder("metaagent.live.dropped")
            .description("clients that did not take their frames in time")
            .register(meters);
  }

  @EventListener
  void recorded(ExecutionsRecorded hint) {
    hiddenSince = System.nanoTime();
    bus.tell();
  }

  @EventListener
  void measured(HealthMeasured hint) {
    bus.tell();
  }

  /// Lets a connection in that is told everything from the given cursor on; begins to look when it
  /// is the first.
  Connection join(Function<Cursor, Connection> make) {
    return inTurn(() -> {
      if (thread == null) {
        cursor = new Cursor(NewsPosition.before(settled()), clock.instant());
        listening = bus.listen(hints::release);
        thread = Thread.ofVirtual().name("live").unstarted(this::loop);
        thread.start();
      }
      Connection connection = make.apply(cursor);
      watchers.add(connection);
      return connection;
    });
  }

  void leave(Connection connection) {
    inTurn(() -> {
      boolean left = watchers.remove(connection);
      if (watchers.all().isEmpty()) {
        end();
      }
      return left;
    });
  }

  private void end() {
    if (listening != null) {
      listening.close();
      listening = null;
    }
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
    health.pass(Map.of());
  }

  /// Has a connection watch topics from now on.
  ///
  /// @param resumed up to where it was told by another connection, null when it begins anew
  /// @return the place after which what comes in is told
  Cursor watch(Connection connection, Set<Topic> topics, Filter filter, @Nullable Cursor resumed) {
    return inTurn(() -> {
      boolean ahead = resumed != null && resumed.position().compareTo(cursor.position()) > 0;
      Cursor from = ahead && resumed != null ? resumed : cursor;
      connection.toldUpTo(from.position());
      for (Topic topic : topics) {
        connection.outbox().forget(topic);
        connection.topics().put(topic, filter);
      }
      connection.outbox().begin(from.toString(), resumed == null ? null : resumed.toString());
      hints.release();
      return from;
    });
  }

  private <T> T inTurn(Supplier<T> work) {
    turn.lock();
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  private long settled() {
    return transactions.call(news::settled);
  }

  private void loop() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        boolean more = inTurn(() -> Thread.currentThread() == thread && pass());
        dismissSlow();
        if (!more) {
          await();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        failures.increment();
        log.warn("what happens could not be looked up; it is tried again: {}", e.toString());
        log.debug("looking failed", e);
        LockSupport.parkNanos(IDLE.toNanos());
      }
    }
  }

  private void await() throws InterruptedException {
    Thread.sleep(SPACING);
    long since = hiddenSince;
    boolean hidden = since != 0 && System.nanoTime() - since < HIDDEN_AT_MOST.toNanos();
    hints.tryAcquire((hidden ? HIDDEN_EVERY : IDLE).toMillis(), TimeUnit.MILLISECONDS);
    hints.drainPermits();
  }

  /// @return whether more waits
  private boolean pass() {
    Map<OrganizationId, Set<Connection>> watching = watchers.of(Topic::ofRows);
    OrganizationId only = watching.size() == 1 ? watching.keySet().iterator().next() : null;
    List<RecordedBatch> batches = new ArrayList<>();
    long below =
        transactions.call(() -> {
          long settled = news.settled();
          if (!watching.isEmpty()) {
            batches.addAll(news.after(cursor.position(), settled, only, BATCHES));
          }
          return settled;
        });
    boolean more = batches.size() == BATCHES;
    NewsPosition upTo = more ? batches.getLast().position() : NewsPosition.before(below);
    if (!batches.isEmpty()) {
      hiddenSince = 0;
    }
    if (upTo.compareTo(cursor.position()) > 0) {
      tell(watching, batches, new Cursor(upTo, clock.instant()));
    }
    health.pass(watchers.of(topic -> !topic.ofRows()));
    return more;
  }

  private void tell(
      Map<OrganizationId, Set<Connection>> watching, List<RecordedBatch> batches, Cursor upTo) {
    Map<OrganizationId, Incoming.Rows> rows = new HashMap<>();
    batches.stream()
        .filter(batch -> watching.containsKey(batch.organization()))
        .collect(Collectors.groupingBy(RecordedBatch::organization))
        .forEach((organization, own) -> {
          Incoming.Wanted wanted =
              Incoming.Wanted.by(watching.getOrDefault(organization, Set.of()));
          rows.put(organization, Tenant.call(organization, () -> incoming.of(own, wanted)));
        });
    cursor = upTo;
    for (Connection connection : watchers.all()) {
      Telling.tell(
          connection, rows.getOrDefault(connection.organization(), Incoming.Rows.NONE), upTo);
    }
  }

  private void dismissSlow() {
    for (Connection connection : watchers.all()) {
      if (connection.slow() && connection.outbox().departure() == null) {
        connection.outbox().depart(Departure.SLOW_CONSUMER);
        dropped.increment();
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
    watchers.all().forEach(connection -> connection.outbox().depart(Departure.GOING_AWAY));
    inTurn(() -> {
      end();
      return true;
    });
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
