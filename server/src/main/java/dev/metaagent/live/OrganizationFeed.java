package dev.metaagent.live;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Filter;
import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.live.channel.Source;
import dev.metaagent.live.channel.Source.Changes;
import dev.metaagent.live.channel.Source.Follower;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.tenancy.Tenant;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the changes of one organization and hands them to its connections. It has a thread and a
/// lock of its own, so that a slow read does not delay other organizations.
final class OrganizationFeed {

  private static final Logger log = LoggerFactory.getLogger(OrganizationFeed.class);

  private static final Duration RETRY = Duration.ofSeconds(1);

  /// A source, and its follower for this organization.
  private record Followed(Source source, Follower follower) {

    boolean serves(Topic topic) {
      return source.channels().contains(topic.channel());
    }
  }

  private final OrganizationId organization;
  private final List<Followed> followed;
  private final Semaphore readers;
  private final Clock clock;
  private final Counter failures;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final Semaphore wakes = new Semaphore(0);

  /// Held while changes are read and offered, so that a subscription begins between two reads.
  private final ReentrantLock turn = new ReentrantLock(true);

  private volatile boolean open = true;

  /// @param readers permits to read, shared by all organizations of the node
  OrganizationFeed(
      OrganizationId organization,
      List<Source> sources,
      Semaphore readers,
      Clock clock,
      Counter failures) {
    this.organization = organization;
    this.followed =
        sources.stream().map(source -> new Followed(source, source.follow(organization))).toList();
    this.readers = readers;
    this.clock = clock;
    this.failures = failures;
  }

  void start() {
    Thread.ofVirtual().name("live-" + organization).start(this::loop);
  }

  void stop() {
    open = false;
    wake();
    followed.forEach(each -> each.follower().close());
  }

  /// Wakes the reading thread.
  void wake() {
    wakes.release();
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  void remove(Connection connection) {
    connections.remove(connection);
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }

  /// Subscribes a connection to topics.
  ///
  /// @param resumed the cursor that the client resumes from; null for a new client
  /// @return the cursor after which changes are offered
  Cursor watch(
      Connection connection, Collection<Topic> topics, Filter filter, @Nullable Cursor resumed) {
    turn.lock();
    try {
      Cursor reached = cursor();
      followed.stream()
          .filter(each -> topics.stream().anyMatch(each::serves))
          .forEach(each -> each.follower().begin());
      Cursor from =
          resumed != null && resumed.position().isAfter(reached.position()) ? resumed : reached;
      connection.buffer().begin(topics, reached, resumed);
      topics.forEach(
          topic -> connection.subscribe(new Subscription(topic, filter, from.position())));
      wake();
      return from;
    } finally {
      turn.unlock();
    }
  }

  private Cursor cursor() {
    LogOffset position =
        followed.stream()
            .map(each -> each.follower().position())
            .filter(known -> known != null)
            .findFirst()
            .orElseThrow();
    return new Cursor(position, clock.instant());
  }

  private void loop() {
    while (open) {
      try {
        wakes.acquire();
        wakes.drainPermits();
        Tenant.run(organization, this::look);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Reads and delivers changes of every source until there are none. A source that fails does not
  /// stop the others; it is retried after a pause.
  private void look() {
    Set<Followed> waiting = new LinkedHashSet<>(followed);
    while (open && !waiting.isEmpty()) {
      waiting.removeIf(each -> !inTurn(each));
    }
  }

  /// @return whether there are more changes
  private boolean inTurn(Followed each) {
    readers.acquireUninterruptibly();
    turn.lock();
    try {
      return deliver(each);
    } catch (RuntimeException | Error e) {
      failures.increment();
      log.warn(
          "changes of organization {} could not be read; they are read again: {}",
          organization,
          e.toString());
      log.debug("reading failed", e);
      retryLater();
      return false;
    } finally {
      turn.unlock();
      readers.release();
    }
  }

  private void retryLater() {
    CompletableFuture.delayedExecutor(RETRY.toMillis(), TimeUnit.MILLISECONDS).execute(this::wake);
  }

  private boolean deliver(Followed each) {
    Set<Subscription> subscriptions = new HashSet<>();
    for (Connection connection : connections) {
      connection.subscriptions().stream()
          .filter(subscription -> each.serves(subscription.topic()))
          .forEach(subscriptions::add);
    }
    Changes changes = each.follower().read(subscriptions);
    LogOffset position = each.follower().position();
    Cursor upTo = position == null ? null : new Cursor(position, clock.instant());
    connections.forEach(connection -> connection.offer(changes, upTo));
    return changes.more();
  }
}
