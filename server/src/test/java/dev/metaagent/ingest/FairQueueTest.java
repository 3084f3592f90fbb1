package dev.metaagent.ingest;

import static dev.metaagent.ingest.WaitingEntries.MUCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.OrganizationId;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FairQueueTest {

  private static final OrganizationId ONE = new OrganizationId(new UUID(0, 1));
  private static final OrganizationId OTHER = new OrganizationId(new UUID(0, 2));
  private static final AtomicLong NOW = new AtomicLong();

  @Test
  void whatWaitsForOneOrganizationIsTakenTogetherUpToTheBound() throws InterruptedException {
    FairQueue<Integer> queue = new FairQueue<>(2, size -> size, 10, NOW::get);
    for (int size : new int[] {6, 6, 6}) {
      queue.add(ONE, size);
    }
    queue.add(OTHER, 1);

    assertThat(take(queue).entries()).containsExactly(6, 6);
    assertThat(take(queue).organization()).isEqualTo(OTHER);
  }

  @Test
  void theLastFreeWorkerIsKeptForAnOrganizationThatNoneWorksFor() throws Exception {
    FairQueue<Integer> queue = new FairQueue<>(2, size -> size, 1, NOW::get);
    queue.add(ONE, MUCH);
    queue.add(ONE, MUCH + 1);
    FairQueue.Group<Integer> first = take(queue);
    CompletableFuture<FairQueue.Group<Integer>> second = inBackground(queue);

    assertThat(second).isNotCompleted();
    queue.add(OTHER, 3);
    FairQueue.Group<Integer> ofOther = second.get(5, TimeUnit.SECONDS);
    assertThat(ofOther.organization()).isEqualTo(OTHER);

    queue.done(ofOther);
    queue.done(first);
    assertThat(take(queue).entries()).containsExactly(MUCH + 1);
  }

  @Test
  void withOneWorkerOrganizationsTakeTurns() throws InterruptedException {
    FairQueue<Integer> queue = new FairQueue<>(1, size -> size, 1, NOW::get);
    queue.add(ONE, 1);
    queue.add(ONE, 2);
    queue.add(OTHER, 3);

    for (int expected : new int[] {1, 3, 2}) {
      FairQueue.Group<Integer> group = take(queue);
      assertThat(group.entries()).containsExactly(expected);
      queue.done(group);
    }
  }

  @Test
  void aClosedQueueGivesOutWhatItHoldsAndTakesNothingMore() throws InterruptedException {
    FairQueue<Integer> queue = new FairQueue<>(2, size -> size, 1, NOW::get);
    queue.add(ONE, 1);
    queue.close();

    assertThat(queue.add(ONE, 2)).isFalse();
    assertThat(take(queue).entries()).containsExactly(1);
    assertThat(queue.take()).isNull();
  }

  @Test
  void aFurtherWorkerJoinsWhenMuchWaitsOrTheFirstTakesLong() throws Exception {
    FairQueue<Integer> queue = new FairQueue<>(5, size -> size, 1, NOW::get);
    queue.add(ONE, 1);
    take(queue);
    queue.add(ONE, 2);
    CompletableFuture<FairQueue.Group<Integer>> further = inBackground(queue);
    assertThat(further).isNotCompleted();

    queue.add(ONE, MUCH);
    assertThat(further.get(5, TimeUnit.SECONDS).entries()).containsExactly(2);
    take(queue);

    queue.add(ONE, 3);
    NOW.addAndGet(WaitingEntries.LONG_NANOS);
    assertThat(take(queue).entries()).containsExactly(3);
  }

  @Test
  void afterAGroupOfSeveralTheNextOneWaitsAMomentForAsMany() {
    WaitingEntries<Integer> waiting = new WaitingEntries<>(size -> size);
    waiting.add(1);
    waiting.add(1);
    assertThat(waiting.readyIn(0)).isNotPositive();
    waiting.take(10, 0);
    waiting.add(1);
    waiting.done(2, 1_000_000);

    assertThat(waiting.readyIn(1_000_000)).isEqualTo(500_000);
    waiting.add(1);
    assertThat(waiting.readyIn(1_100_000)).isPositive();
    waiting.add(1);
    assertThat(waiting.readyIn(1_100_000)).isNotPositive();
  }

  @Test
  void aLoneEntryNeverWaitsForOthers() {
    WaitingEntries<Integer> waiting = new WaitingEntries<>(size -> size);
    waiting.add(1);
    waiting.take(10, 0);
    waiting.done(1, 1_000_000);
    waiting.add(1);

    assertThat(waiting.readyIn(1_000_000)).isNotPositive();
  }

  private static FairQueue.Group<Integer> take(FairQueue<Integer> queue)
      throws InterruptedException {
    return Objects.requireNonNull(queue.take());
  }

  private static CompletableFuture<FairQueue.Group<Integer>> inBackground(
      FairQueue<Integer> queue) {
    CompletableFuture<FairQueue.Group<Integer>> taken = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            taken.complete(take(queue));
          } catch (InterruptedException e) {
            taken.completeExceptionally(e);
          }
        });
    return taken;
  }
}
