package dev.metaagent.live.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Source.Changes;
import dev.metaagent.live.channel.Source.Follower;
import dev.metaagent.live.executions.LogSource;
import dev.metaagent.live.executions.RunsChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LogSourceTest {

  private final InMemoryLog log = new InMemoryLog();
  private final InMemoryRows rows = new InMemoryRows();
  private final RunsChannel channel = new RunsChannel(rows);
  private final LogSource source = new LogSource(List.of(channel), log);
  private final OrganizationId mine = InMemoryLog.organization();
  private final OrganizationId other = InMemoryLog.organization();
  private final Follower follower = source.follow(mine);

  private ExecutionId record(OrganizationId organization) {
    ExecutionId id = InMemoryLog.execution();
    rows.add(id, "ok", "");
    log.append(organization, id);
    return id;
  }

  private Subscription subscription() {
    follower.begin();
    return new Subscription(
        new Topic("runs", channel), Filter.ALL, Objects.requireNonNull(follower.position()));
  }

  private static List<String> keys(Changes changes, Subscription subscription) {
    return List.copyOf(changes.of(subscription).rows().keySet());
  }

  @Test
  void onlyWhatIsSettledIsRead() {
    Subscription runs = subscription();
    ExecutionId id = record(mine);
    source.scan();
    assertThat(keys(follower.read(List.of(runs)), runs)).isEmpty();
    log.settle();
    source.scan();
    assertThat(keys(follower.read(List.of(runs)), runs)).containsExactly(id.toString());
    assertThat(keys(follower.read(List.of(runs)), runs)).as("once").isEmpty();
  }

  @Test
  void nothingIsReadForAnOrganizationWithoutNewBatches() {
    Subscription runs = subscription();
    try (Follower others = source.follow(other)) {
      others.begin();
      source.scan();
      record(other);
      log.settle();
      source.scan();
      assertThat(follower.read(List.of(runs))).isEqualTo(Changes.NONE);
      assertThat(rows.reads()).isZero();
      assertThat(follower.position()).as("the position goes on").isEqualTo(log.settled());
    }
  }

  @Test
  void aSubscriptionThatBeginsDuringAScanMissesNothing() {
    source.scan();
    AtomicReference<Subscription> begun = new AtomicReference<>();
    AtomicReference<ExecutionId> recorded = new AtomicReference<>();
    log.whileSettledIsRead(() -> {
      begun.set(subscription());
      recorded.set(record(mine));
      log.settle();
    });
    source.scan();
    assertThat(keys(follower.read(List.of(begun.get())), begun.get()))
        .containsExactly(recorded.get().toString());
  }

  @Test
  void aBacklogIsReadInParts() {
    Subscription runs = subscription();
    List<String> recorded = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      recorded.add(record(mine).toString());
    }
    log.settle();
    source.scan();
    List<String> delivered = new ArrayList<>();
    Changes changes;
    int parts = 0;
    do {
      changes = follower.read(List.of(runs));
      delivered.addAll(keys(changes, runs));
      parts++;
    } while (changes.more());
    assertThat(delivered).containsExactlyElementsOf(recorded);
    assertThat(parts).isGreaterThan(1);
    assertThat(follower.position()).isEqualTo(log.settled());
  }

  @Test
  void afterAReadThatFailedTheSameBatchesAreReadAgain() {
    Subscription runs = subscription();
    ExecutionId id = record(mine);
    log.settle();
    source.scan();
    rows.failOnce();
    assertThatThrownBy(() -> follower.read(List.of(runs))).hasMessage("reading fails once");
    assertThat(keys(follower.read(List.of(runs)), runs)).containsExactly(id.toString());
  }

  @Test
  void aSubscriptionThatIsAheadIsNotToldWhatItKnows() {
    subscription();
    record(mine);
    log.settle();
    Subscription ahead = new Subscription(new Topic("runs", channel), Filter.ALL, log.settled());
    ExecutionId later = record(mine);
    log.settle();
    source.scan();
    assertThat(keys(follower.read(List.of(ahead)), ahead)).containsExactly(later.toString());
  }
}
