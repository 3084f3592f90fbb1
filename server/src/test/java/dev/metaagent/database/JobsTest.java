package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobsTest {

  record Parcel(String address, int weight) {}

  private static Jobs jobs(Task<?>... tasks) {
    return new Jobs(TestDatabase.dataSource(), Clock.systemUTC(), List.of(tasks));
  }

  @Test
  void eachTaskRunsOnceWithItsDataHoweverManyNodesThereAre() throws InterruptedException {
    String name = "parcel-" + UUID.randomUUID();
    BlockingQueue<Parcel> delivered = new LinkedBlockingQueue<>();
    OneTimeTask<Parcel> task =
        Tasks.oneTime(name, Parcel.class)
            .execute((instance, context) -> delivered.add(instance.getData()));
    Jobs first = jobs(task);
    Jobs second = jobs(task);
    Instant soon = Clock.systemUTC().instant().plusSeconds(3);
    first.start();
    second.start();
    try {
      for (int i = 0; i < 20; i++) {
        first.schedule(task.instance("" + i, new Parcel("here", i)), soon);
        assertThat(second.schedule(task.instance("" + i, new Parcel("there", i)), soon)).isFalse();
      }
      Set<Parcel> seen = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        Parcel parcel = delivered.poll(20, TimeUnit.SECONDS);
        assertThat(parcel).isNotNull();
        assertThat(seen.add(parcel)).isTrue();
      }
      assertThat(delivered.poll(200, TimeUnit.MILLISECONDS)).isNull();
      assertThat(seen).extracting(Parcel::address).containsOnly("here");
    } finally {
      first.stop();
      second.stop();
    }
  }

  @Test
  void aRecurringTaskStartsByItself() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    Jobs jobs =
        jobs(
            Tasks.recurring("tick-" + UUID.randomUUID(), FixedDelay.of(Duration.ofHours(1)))
                .execute((instance, context) -> ran.countDown()));
    jobs.start();
    try {
      assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      jobs.stop();
    }
  }

  @Test
  void aTaskThatWaitsWhenTheProcessEndsRunsAfterTheNextStart() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch ran = new CountDownLatch(1);
    OneTimeTask<Void> task =
        Tasks.oneTime("late-" + UUID.randomUUID())
            .execute((instance, context) -> {
              runs.incrementAndGet();
              ran.countDown();
            });
    Jobs before = jobs(task);
    before.start();
    before.schedule(task.instance("1"), Clock.systemUTC().instant().plusMillis(1500));
    before.stop();
    assertThat(runs).hasValue(0);
    Thread.sleep(1600);
    Jobs after = jobs(task);
    after.start();
    try {
      assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      after.stop();
    }
  }
}
