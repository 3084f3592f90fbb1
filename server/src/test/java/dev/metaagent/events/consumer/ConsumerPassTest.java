package dev.metaagent.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.events.OwnLog;
import dev.metaagent.events.Recorder;
import dev.metaagent.kernel.OrganizationId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;

class ConsumerPassTest {

  private final OwnLog log = new OwnLog();
  private final Recorder consumer = new Recorder();
  private final OrganizationId bad = OwnLog.organization();
  private final OrganizationId good = OwnLog.organization();

  @BeforeEach
  void beginNow() {
    log.beginNow(consumer);
  }

  @Test
  void entriesAreHandledOnceAndInOrder() {
    log.append(good, "[1]");
    log.append(good, "[2,3]");

    log.drain(consumer);
    log.drain(consumer);

    assertThat(consumer.of(good)).containsExactly("[1]", "[2,3]");
  }

  @Test
  void anEventThatFailsIsSetAsideAndEverythingElseIsHandled() {
    consumer.poison = entry -> entry.payload().contains("\"poison\"");
    log.append(good, "[\"a\"]");
    log.append(bad, "[\"b\",\"poison\",\"c\"]");
    log.append(bad, "[\"d\"]");
    log.append(good, "[\"e\"]");

    log.drain(consumer);

    assertThat(consumer.of(good)).containsExactly("[\"a\"]", "[\"e\"]");
    assertThat(String.join("", consumer.of(bad)))
        .contains("\"b\"", "\"c\"", "\"d\"")
        .doesNotContain("poison");
    assertThat(log.setAside(consumer, bad)).isEqualTo(1);
  }

  @Test
  void whatIsSetAsideIsHandledOnceItsCauseIsGone() {
    consumer.poison = entry -> entry.organization().equals(bad);
    log.append(bad, "[\"late\"]");
    log.drain(consumer);
    assertThat(consumer.of(bad)).isEmpty();

    consumer.poison = null;
    log.advance(Duration.ofMinutes(1));
    log.passes.retry(consumer);

    assertThat(consumer.of(bad)).containsExactly("[\"late\"]");
    assertThat(log.setAside(consumer, bad)).isZero();
  }

  @Test
  void anEventIsTriedSomeTimesAndThenNoMore() {
    consumer.poison = entry -> entry.organization().equals(bad);
    log.append(bad, "[\"never\"]");
    log.drain(consumer);

    for (int i = 0; i < 20; i++) {
      log.advance(Duration.ofHours(1));
      log.passes.retry(consumer);
    }

    assertThat(consumer.calls).hasValue(5);
    assertThat(log.setAside(consumer, bad)).isEqualTo(1);
  }

  @Test
  void anErrorSetsAsideLikeAnException() {
    consumer.poison = entry -> entry.organization().equals(bad);
    consumer.error = new StackOverflowError();
    log.append(bad, "[1]");
    log.append(good, "[2]");

    log.drain(consumer);

    assertThat(consumer.of(good)).containsExactly("[2]");
    assertThat(log.setAside(consumer, bad)).isEqualTo(1);
  }

  @Test
  void aPayloadThatIsNoJsonIsSetAsideAsAWhole() {
    consumer.poison = entry -> entry.payload().equals("no json");
    log.append(bad, "no json");
    log.append(bad, "[1]");

    log.drain(consumer);

    assertThat(consumer.of(bad)).containsExactly("[1]");
    assertThat(log.setAside(consumer, bad)).isEqualTo(1);
  }

  @Test
  void aFailureOfTheSurroundingsSetsNothingAside() {
    consumer.poison = entry -> entry.organization().equals(bad);
    consumer.failure =
        new CannotAcquireLockException("deadlock", new java.sql.SQLException("deadlock", "40P01"));
    log.append(bad, "[1]");

    log.settle();
    assertThatThrownBy(() -> log.passes.next(consumer)).isSameAs(consumer.failure);
    assertThat(log.setAside(consumer, bad)).isZero();

    consumer.poison = null;
    log.drain(consumer);
    assertThat(consumer.of(bad)).containsExactly("[1]");
  }

  @Test
  void aFailureThatLooksLikeTheSurroundingsForLongIsLookedForInTheEntries() {
    consumer.poison = entry -> entry.organization().equals(bad);
    consumer.failure =
        new CannotAcquireLockException("deadlock", new java.sql.SQLException("deadlock", "40P01"));
    log.append(bad, "[1]");
    log.append(good, "[2]");

    log.settle();
    log.passes.next(consumer, false);

    assertThat(consumer.of(good)).containsExactly("[2]");
    assertThat(log.setAside(consumer, bad)).isEqualTo(1);
  }

  @Test
  void twoNodesHandleEachEntryOnce() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      log.append(good, "[" + i + "]");
    }

    List<Thread> nodes =
        List.of(
            Thread.ofVirtual().start(() -> log.drain(consumer)),
            Thread.ofVirtual().start(() -> log.drain(consumer)));
    for (Thread node : nodes) {
      node.join();
    }
    log.drain(consumer);

    assertThat(consumer.of(good)).hasSize(50).doesNotHaveDuplicates();
  }
}
