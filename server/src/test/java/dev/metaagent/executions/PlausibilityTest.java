package dev.metaagent.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.database.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlausibilityTest {

  private static final Instant SEEN = Instant.parse("2026-11-28T12:00:00Z");

  private final Plausibility plausibility =
      new Plausibility(
          new DatabaseSettings(Path.of("data"), null, null, null, null, null, 16, 30, 30));

  @Test
  void aTimeWithinWhatIsKeptAndUpToAnHourAheadIsPlausible() {
    assertThat(plausible(Duration.ZERO)).isTrue();
    assertThat(plausible(Duration.ofMinutes(59))).isTrue();
    assertThat(plausible(Duration.ofDays(-30).plusSeconds(1))).isTrue();
  }

  @Test
  void aTimeBeforeWhatIsKeptIsNot() {
    assertThat(plausible(Duration.ofDays(-30))).isFalse();
    assertThat(plausible(Duration.ofDays(-9_000))).isFalse();
  }

  @Test
  void aTimeAnHourAheadIsNot() {
    assertThat(plausible(Duration.ofHours(1))).isFalse();
    assertThat(plausibility.of(Long.MAX_VALUE, SEEN)).isFalse();
  }

  @Test
  void aMissingOrNegativeTimeIsNot() {
    assertThat(plausibility.of(0, SEEN)).isFalse();
    assertThat(plausibility.of(Long.MIN_VALUE, SEEN)).isFalse();
  }

  private boolean plausible(Duration fromSeen) {
    return plausibility.of(EpochNanos.nanos(SEEN.plus(fromSeen)), SEEN);
  }
}
