package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.metaagent.executions.WorkLimitExceededException;
import dev.metaagent.kernel.TraceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// How much processor time a trace may take.
class WorkLimitTest {

  private static final TraceId TRACE = new TraceId(new UUID(7, 7));

  @Test
  void workBeyondTheLimitIsRefusedAndTellsOfItsTrace() {
    WorkLimit limit = WorkLimit.of(TRACE, Duration.ofMillis(-1));

    assertThatExceptionOfType(WorkLimitExceededException.class)
        .isThrownBy(limit::step)
        .withMessageContaining("takes more than -1 ms")
        .satisfies(e -> assertThat(e.trace()).isEqualTo(TRACE));
  }

  @Test
  void workWithinTheLimitGoesOn() {
    WorkLimit limit = WorkLimit.of(TRACE, Duration.ofMinutes(5));

    assertThatCode(() -> steps(limit, 10_000)).doesNotThrowAnyException();
  }

  @Test
  void workWithoutALimitGoesOn() {
    assertThatCode(() -> steps(WorkLimit.NONE, 10_000)).doesNotThrowAnyException();
  }

  @Test
  void theTimeIsLookedAtWithinAFewHundredSteps() {
    WorkLimit limit = WorkLimit.of(TRACE, Duration.ofMillis(30));
    steps(limit, 1);
    burn(Duration.ofMillis(60));

    assertThatExceptionOfType(WorkLimitExceededException.class).isThrownBy(() -> steps(limit, 256));
  }

  @Test
  void waitingIsNoWork() throws InterruptedException {
    WorkLimit limit = WorkLimit.of(TRACE, Duration.ofMillis(200));
    TimeUnit.MILLISECONDS.sleep(300);

    assertThatCode(() -> steps(limit, 1_000)).doesNotThrowAnyException();
  }

  @Test
  void anAssemblyTakesStepsForEverySpanItPlacesAndFills() {
    Assembly assembly =
        new Assembly(
            LongStream.rangeClosed(1, 3).mapToObj(id -> Told.tool(id, id - 1).prepared()).toList(),
            Map.of(),
            0,
            Map.of(),
            name -> {
              throw new AssertionError("no agent is named here: " + name);
            },
            WorkLimit.of(TRACE, Duration.ofMillis(-1)));

    assertThatExceptionOfType(WorkLimitExceededException.class)
        .isThrownBy(() -> assembly.assemble(List.of()));
  }

  private static void steps(WorkLimit limit, int count) {
    for (int i = 0; i < count; i++) {
      limit.step();
    }
  }

  private static void burn(Duration time) {
    java.lang.management.ThreadMXBean threads =
        java.lang.management.ManagementFactory.getThreadMXBean();
    long until = threads.getCurrentThreadCpuTime() + time.toNanos();
    while (threads.getCurrentThreadCpuTime() < until) {
      Thread.onSpinWait();
    }
  }
}
