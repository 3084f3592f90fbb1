package dev.metaagent.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConsumerStateTest {

  private final Instant now = Instant.parse("2026-11-28T12:00:00Z");
  private final Instant longAgo = now.minusSeconds(61);
  private final Instant lately = now.minusSeconds(5);

  @Test
  void nothingThatWaitsForLongIsOk() {
    assertThat(ConsumerState.of(true, null, true, longAgo, now)).isEqualTo(ConsumerState.OK);
    assertThat(ConsumerState.of(true, lately, true, longAgo, now)).isEqualTo(ConsumerState.OK);
  }

  @Test
  void aConsumerThatDoesNotMoveWhileEntriesWaitStands() {
    assertThat(ConsumerState.of(true, longAgo, true, longAgo, now))
        .isEqualTo(ConsumerState.STALLED);
  }

  @Test
  void aConsumerThatMovesButIsLateIsBehind() {
    assertThat(ConsumerState.of(true, longAgo, true, lately, now)).isEqualTo(ConsumerState.BEHIND);
  }

  @Test
  void entriesThatARunningTransactionHidesAreNoFaultOfTheConsumer() {
    assertThat(ConsumerState.of(true, longAgo, false, longAgo, now))
        .isEqualTo(ConsumerState.BLOCKED);
  }

  @Test
  void aCursorThatNoCodeReadsIsUnregistered() {
    assertThat(ConsumerState.of(false, null, true, lately, now))
        .isEqualTo(ConsumerState.UNREGISTERED);
  }
}
