package dev.metaagent.measure.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.measure.buckets.RollupPlan;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.query.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A range cut into steps, aligned to the clock, no finer than what is still kept.
class StepsTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:34:56Z");

  private static Steps steps(Duration back, @Nullable Duration wanted, int most) {
    return Steps.of(new TimeRange(NOW.minus(back), NOW), wanted, most, NOW);
  }

  /// The shortest usual step that gives at most so many.
  @ParameterizedTest
  @CsvSource({
    "PT10M,60,10",
    "PT1H,60,60",
    "PT1H,100,60",
    "PT1H,360,10",
    "PT24H,96,900",
    "PT24H,100,900",
    "PT168H,100,10800",
    "P30D,100,43200",
    "P400D,100,604800"
  })
  void withoutAWishTheStepFollowsTheRange(Duration back, int most, long seconds) {
    assertThat(steps(back, null, most).length()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "PT1H,PT10S,10",
    "PT1H,PT25S,30",
    "PT3H,PT10S,60",
    "PT3H,PT90S,120",
    "P3D,PT10S,3600",
    "P3D,PT90M,7200"
  })
  void aStepIsNoFinerThanWhatIsKept(Duration back, Duration wanted, long seconds) {
    assertThat(steps(back, wanted, 100).length()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void thereAreNeverMoreThanTwoThousandAndOne() {
    assertThat(steps(Duration.ofDays(1), Duration.ofMinutes(1), 100).count()).isEqualTo(1_441);
    Steps many = steps(Duration.ofDays(1).plusHours(20), Duration.ofMinutes(1), 100);
    assertThat(many.length()).isEqualTo(Duration.ofMinutes(2));
    assertThat(many.count()).isLessThanOrEqualTo(2_001);
  }

  @Test
  void stepsBeginAtTheClock() {
    Steps steps = steps(Duration.ofHours(1), Duration.ofMinutes(15), 100);
    assertThat(steps.from()).isEqualTo(Instant.parse("2026-03-04T11:30:00Z"));
    assertThat(steps.starts())
        .containsExactly(
            Instant.parse("2026-03-04T11:30:00Z"),
            Instant.parse("2026-03-04T11:45:00Z"),
            Instant.parse("2026-03-04T12:00:00Z"),
            Instant.parse("2026-03-04T12:15:00Z"),
            Instant.parse("2026-03-04T12:30:00Z"));
  }

  @Test
  void eachMomentLiesInItsStep() {
    Steps steps = steps(Duration.ofHours(1), Duration.ofMinutes(15), 100);
    assertThat(steps.index(Instant.parse("2026-03-04T11:30:00Z"))).isZero();
    assertThat(steps.index(Instant.parse("2026-03-04T11:44:59Z"))).isZero();
    assertThat(steps.index(Instant.parse("2026-03-04T11:45:00Z"))).isEqualTo(1);
    assertThat(steps.index(NOW)).isEqualTo(4);
    assertThat(steps.index(NOW.plusSeconds(86_400))).as("behind the range").isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"PT1H,HOUR", "PT3H,HOUR", "PT90M,MINUTE", "PT1M,MINUTE", "PT90S,TEN_SECONDS"})
  void theWidestBucketsThatFitAreAsked(Duration step, Width width) {
    assertThat(RollupPlan.fitting(step)).isEqualTo(width);
  }

  @Test
  void theWishIsALengthWithinBounds() {
    assertThat(Steps.wanted(null)).isNull();
    assertThat(Steps.wanted(" ")).isNull();
    assertThat(Steps.wanted("10s")).isEqualTo(Duration.ofSeconds(10));
    assertThat(Steps.wanted("31d")).isEqualTo(Duration.ofDays(31));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9s", "32d", "0s", "fast"})
  void anotherWishIsRefused(String text) {
    assertThatThrownBy(() -> Steps.wanted(text)).hasMessageContaining("step");
  }
}
