package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Channel;
import dev.metaagent.live.channel.Filter;
import dev.metaagent.live.channel.Frame;
import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.live.channel.Pace;
import dev.metaagent.live.channel.Source;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.live.channel.Update;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Feeds of several organizations, over a source and a transport that know neither executions nor
/// WebSockets: the revision of a policy.
@Timeout(20)
class DispatcherTest {

  /// The one topic, `policy`: the newest revision of an organization's policy.
  private static final class Policies implements Source, Channel {

    private record Policy(long revision) {}

    final Map<OrganizationId, Long> revisions = new ConcurrentHashMap<>();
    final Set<OrganizationId> failing = ConcurrentHashMap.newKeySet();
    final Map<OrganizationId, CountDownLatch> blocked = new ConcurrentHashMap<>();

    @Override
    public List<Channel> channels() {
      return List.of(this);
    }

    @Override
    public boolean scan() {
      return false;
    }

    @Override
    public Follower follow(OrganizationId organization) {
      return new Follower() {
        private long seen;

        @Override
        public void begin() {
          seen = revisions.getOrDefault(organization, 0L);
        }

        @Override
        public Changes read(Collection<Subscription> subscriptions) {
          await(blocked.get(organization));
          if (failing.remove(organization)) {
            throw new StackOverflowError("reading fails once");
          }
          long revision = revisions.getOrDefault(organization, 0L);
          boolean newer = revision > seen;
          seen = revision;
          return new Changes(
              Map.of(Policies.this, _ -> newer ? update(revision) : Update.NONE), false);
        }

        @Override
        public LogOffset position() {
          return LogOffset.before(1);
        }

        @Override
        public void close() {}
      };
    }

    private static void await(@Nullable CountDownLatch latch) {
      try {
        if (latch != null) {
          latch.await();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Update update(long revision) {
      SequencedMap<String, Object> rows = new LinkedHashMap<>();
      rows.put("policy", revision);
      return new Update(rows, Set.of(), 0);
    }

    @Override
    public String form() {
      return "policy";
    }

    @Override
    public Optional<Topic> topic(String name) {
      return Optional.of(new Topic("policy", this));
    }

    @Override
    public Pace pace() {
      return Pace.STATE;
    }

    @Override
    public int limit() {
      return 1;
    }

    @Override
    public Frame snapshot(Subscription subscription, boolean gap) {
      return new Frame("policy", new Policy(0));
    }

    @Override
    public Frame frame(Topic topic, Update update) {
      return new Frame("policy", new Policy((Long) update.rows().lastEntry().getValue()));
    }
  }

  /// A client over a transport in memory.
  private static final class Client implements FrameSink {
    final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

    @Override
    public void send(String frame) {
      frames.add(frame);
    }

    @Override
    public void close(CloseStatus status) {}
  }

  private final Policies policies = new Policies();
  private final PollingBus bus = new PollingBus();
  private final Dispatcher dispatcher =
      new Dispatcher(
          List.of(policies),
          new Connections(new LiveSettings(100, 100, "poll"), new SimpleMeterRegistry()),
          bus,
          new SimpleMeterRegistry(),
          Clock.systemUTC());
  private final OrganizationId one = new OrganizationId(UUID.randomUUID());
  private final OrganizationId other = new OrganizationId(UUID.randomUUID());

  @AfterEach
  void stop() {
    policies.blocked.values().forEach(CountDownLatch::countDown);
    dispatcher.stop();
  }

  private Client watch(OrganizationId organization) {
    Client client = new Client();
    Connection connection =
        new Connection(
            new Principal(organization, "test", Role.VIEWER, null),
            () -> true,
            client,
            new SendBuffer(Clock.systemUTC(), System::nanoTime));
    OrganizationFeed feed = dispatcher.join(connection);
    Topic topic = new Topic("policy", policies);
    feed.watch(connection, List.of(topic), Filter.ALL, null);
    connection
        .buffer()
        .reply(
            topic,
            policies.snapshot(new Subscription(topic, Filter.ALL, LogOffset.before(0)), false));
    Thread.ofVirtual().start(connection::send);
    return client;
  }

  private static void awaitRevision(Client client, long revision) throws InterruptedException {
    String frame = "";
    while (!frame.contains("\"revision\":" + revision)) {
      frame = client.frames.poll(5, TimeUnit.SECONDS);
      assertThat(frame).as("revision " + revision).isNotNull();
    }
  }

  @Test
  void readingForOneOrganizationDoesNotDelayAnother() throws InterruptedException {
    Client slow = watch(one);
    Client quick = watch(other);
    policies.blocked.put(one, new CountDownLatch(1));
    for (long revision = 1; revision <= 3; revision++) {
      policies.revisions.put(one, revision);
      policies.revisions.put(other, revision);
      bus.signal();
      awaitRevision(quick, revision);
    }
    assertThat(slow.frames).noneMatch(frame -> frame.contains("\"revision\":3"));
    policies.blocked.remove(one).countDown();
    awaitRevision(slow, 3);
  }

  @Test
  void aReadThatFailsIsRepeatedEvenAfterAnError() throws InterruptedException {
    Client client = watch(one);
    policies.failing.add(one);
    policies.revisions.put(one, 1L);
    bus.signal();
    awaitRevision(client, 1);
  }

  @Test
  void whoComesWhenEverybodyLeftIsFedAgain() throws InterruptedException {
    Client first = watch(one);
    policies.revisions.put(one, 1L);
    bus.signal();
    awaitRevision(first, 1);
    dispatcher.stop();
    Client second = watch(one);
    policies.revisions.put(one, 2L);
    bus.signal();
    awaitRevision(second, 2);
  }
}
