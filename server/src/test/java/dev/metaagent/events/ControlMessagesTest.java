package dev.metaagent.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class ControlMessagesTest {

  private final OwnLog log = new OwnLog();
  private final OrganizationId organization = OwnLog.organization();
  private final String topic = "policy-" + UUID.randomUUID();

  /// A node of the installation: what it received, and its own way to send.
  private final class Node implements ControlReceiver, AutoCloseable {

    final List<String> received = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger refuses = new AtomicInteger();
    final ControlMessages messages;
    private final ControlFeed feed;

    Node() {
      DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
      beans.registerSingleton("receiver", this);
      ControlStore store = new ControlStore(log.dataSource);
      this.messages = new ControlMessages(store, beans.getBeanProvider(NodeSignal.class), log);
      this.feed =
          new ControlFeed(
              store,
              log.system,
              beans.getBeanProvider(NodeSignal.class),
              beans.getBeanProvider(ControlReceiver.class));
      feed.start();
    }

    @Override
    public String topic() {
      return topic;
    }

    @Override
    public void receive(List<ControlMessage> all) {
      if (refuses.getAndDecrement() > 0) {
        throw new IllegalStateException("not now");
      }
      all.forEach(message -> received.add(message.key() + "=" + message.payload()));
    }

    void awaits(String message) throws InterruptedException {
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (!received.contains(message) && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      assertThat(received).contains(message);
    }

    @Override
    public void close() {
      feed.stop();
    }
  }

  private long send(Node node, String key, String payload) {
    return Tenant.call(
        organization, () -> log.tenants.write(() -> node.messages.send(topic, key, payload)));
  }

  @Test
  void aMessageReachesTheOtherNodeWithinASecondWhileTheEventLogWaitsForALongTransaction()
      throws SQLException, InterruptedException {
    try (Node one = new Node();
        Node other = new Node();
        Connection elsewhere = log.dataSource.getConnection();
        Statement statement = elsewhere.createStatement()) {
      send(one, "warm", "up");
      other.awaits("warm=up");
      statement.execute("select pg_current_xact_id()");
      LogPosition before = LogPosition.before(log.system.call(log.log::settled));

      long begun = System.nanoTime();
      send(one, "breaker", "open");
      log.append(organization, "[1]");
      other.awaits("breaker=open");

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
      assertThat(waiting(before)).isEmpty();
      elsewhere.rollback();
      assertThat(waiting(before)).hasSize(1);
    }
  }

  private List<LogEntry> waiting(LogPosition after) {
    return log.system.call(() -> log.log.after(after, log.log.settled(), organization, 10));
  }

  @Test
  void revisionsBecomeVisibleInTheOrderOfTheirNumbers() throws InterruptedException {
    try (Node node = new Node()) {
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String key = "key-" + i;
        senders.add(Thread.ofVirtual().start(() -> send(node, key, "set")));
      }
      long seen = 0;
      List<Long> revisions = new ArrayList<>();
      while (revisions.size() < 20) {
        long from = seen;
        List<ControlMessage> some =
            Tenant.call(
                organization, () -> log.tenants.read(() -> node.messages.after(topic, from)));
        some.forEach(message -> revisions.add(message.revision()));
        seen = some.isEmpty() ? seen : some.getLast().revision();
      }
      for (Thread sender : senders) {
        sender.join();
      }
      assertThat(revisions).isSorted().doesNotHaveDuplicates().hasSize(20);
    }
  }

  @Test
  void onlyTheLatestMessageOfAKeyIsKept() {
    try (Node node = new Node()) {
      long first = send(node, "agent", "1");
      long sent = send(node, "agent", "2");
      assertThat(sent).isGreaterThan(first);
      assertThat(
              Tenant.call(
                  organization, () -> log.tenants.read(() -> node.messages.after(topic, 0))))
          .singleElement()
          .satisfies(message -> {
            assertThat(message.payload()).isEqualTo("2");
            assertThat(message.revision()).isEqualTo(sent);
          });
    }
  }

  @Test
  void whatAReceiverRefusedComesAgain() throws InterruptedException {
    try (Node node = new Node()) {
      node.refuses.set(2);
      send(node, "agent", "paused");
      node.awaits("agent=paused");
    }
  }

  @Test
  void aNodeThatStartsLearnsWhatHolds() throws InterruptedException {
    try (Node node = new Node()) {
      send(node, "agent", "paused");
    }
    try (Node later = new Node()) {
      later.awaits("agent=paused");
    }
  }

  @Test
  void aTransactionThatIsRolledBackSendsNothing() {
    try (Node node = new Node()) {
      try {
        Tenant.run(
            organization,
            () ->
                log.tenants.write(() -> {
                  node.messages.send(topic, "agent", "never");
                  throw new IllegalStateException("rolled back");
                }));
      } catch (IllegalStateException _) {
        // as wanted
      }
      assertThat(
              Tenant.call(
                  organization, () -> log.tenants.read(() -> node.messages.after(topic, 0))))
          .isEmpty();
    }
  }
}
