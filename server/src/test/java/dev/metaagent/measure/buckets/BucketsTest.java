package dev.metaagent.measure.buckets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.MetricAccumulator.ErrorCount;
import dev.metaagent.measure.buckets.RollupPlan.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lengths of buckets, what is counted in them, and who is counted as whom.
class BucketsTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:34:56Z");
  private static final Dimensions NO_DIMENSIONS = new Dimensions("", "", "", "", "", "");

  @ParameterizedTest
  @CsvSource({
    "TEN_SECONDS,2026-03-04T12:34:50Z,2026-03-04T12:35:00Z,2026-03-04T10:00:00Z",
    "MINUTE,2026-03-04T12:34:00Z,2026-03-04T12:35:00Z,2026-03-02T12:00:00Z",
    "HOUR,2026-03-04T12:00:00Z,2026-03-04T13:00:00Z,2025-01-28T12:00:00Z"
  })
  void aBucketBeginsAtTheClockAndIsKeptInWholeHours(
      Width width, Instant floor, Instant ceil, Instant oldest) {
    assertThat(width.floor(NOW)).isEqualTo(floor);
    assertThat(width.ceil(NOW)).isEqualTo(ceil);
    assertThat(width.ceil(floor)).isEqualTo(floor);
    assertThat(width.oldest(NOW)).isEqualTo(oldest);
    assertThat(Width.of(width.seconds())).isEqualTo(width);
  }

  @Test
  void timesBefore1970HaveBucketsToo() {
    assertThat(Width.MINUTE.floor(Instant.ofEpochSecond(-1))).isEqualTo(Instant.ofEpochSecond(-60));
    assertThatThrownBy(() -> Width.of(30)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRangeOfADayIsReadInHoursAndFinerAtItsEnds() {
    assertThat(
            RollupPlan.of(
                Instant.parse("2026-03-04T09:58:30Z"),
                Instant.parse("2026-03-04T12:34:00Z"),
                Width.HOUR,
                NOW))
        .containsExactly(
            new Segment(
                Width.MINUTE,
                Instant.parse("2026-03-04T09:58:00Z"),
                Instant.parse("2026-03-04T10:00:00Z")),
            new Segment(
                Width.HOUR,
                Instant.parse("2026-03-04T10:00:00Z"),
                Instant.parse("2026-03-04T12:00:00Z")),
            new Segment(
                Width.MINUTE,
                Instant.parse("2026-03-04T12:00:00Z"),
                Instant.parse("2026-03-04T12:32:00Z")),
            new Segment(
                Width.TEN_SECONDS,
                Instant.parse("2026-03-04T12:32:00Z"),
                Instant.parse("2026-03-04T12:34:00Z")));
  }

  @Test
  void whereFinerBucketsAreGoneTheWiderOnesAnswerWhole() {
    assertThat(
            RollupPlan.of(
                Instant.parse("2026-02-01T09:30:00Z"),
                Instant.parse("2026-02-01T11:30:00Z"),
                Width.HOUR,
                NOW))
        .containsExactly(
            new Segment(
                Width.HOUR,
                Instant.parse("2026-02-01T09:00:00Z"),
                Instant.parse("2026-02-01T12:00:00Z")));
  }

  @Test
  void anEmptyRangeIsReadNowhere() {
    assertThat(RollupPlan.of(NOW, NOW, Width.HOUR, NOW)).isEmpty();
    assertThat(RollupPlan.of(NOW, NOW.minusSeconds(60), Width.HOUR, NOW)).isEmpty();
  }

  private static EndedExecution run(
      @Nullable Boolean success,
      @Nullable Long cost,
      @Nullable Long durationNanos,
      @Nullable String errorType) {
    return new EndedExecution(
        new AgentId(new UUID(0, 1)),
        NOW,
        NO_DIMENSIONS,
        success,
        success == null,
        2,
        new Tokens(10L, null, 3L, null),
        cost,
        cost == null ? 1 : 0,
        durationNanos,
        errorType);
  }

  @Test
  void runsAreCountedByTheirOutcome() {
    MetricAccumulator all = new MetricAccumulator();
    all.add(run(true, 5L, 2_000_000L, null));
    all.add(run(true, null, 4_000_000L, null));
    all.add(run(false, 7L, null, "Timeout"));
    all.add(run(false, 0L, null, null));
    all.add(run(null, null, null, "Ignored"));

    assertThat(all.executions()).isEqualTo(5);
    assertThat(List.of(all.ok(), all.failed(), all.unknown(), all.late(), all.actions()))
        .containsExactly(2L, 2L, 1L, 1L, 10L);
    assertThat(all.unpriced).isEqualTo(2);
    assertThat(all.costNano()).isEqualTo(12);
    assertThat(all.tokens()).isEqualTo(new Tokens(50L, null, 15L, null));
    assertThat(all.latencyMs().count()).isEqualTo(2);
    assertThat(all.cost.count()).isEqualTo(3);
    assertThat(all.errors())
        .containsExactly(new ErrorCount("Timeout", 1), new ErrorCount("unspecified", 1));
    assertThat(all.successRate().n()).isEqualTo(4);
    assertThat(all.successRate().value()).isEqualTo(0.5);
  }

  @Test
  void whatIsNotKnownStaysUnknownInASum() {
    MetricAccumulator unknown = new MetricAccumulator();
    unknown.add(run(null, null, null, null));
    assertThat(unknown.costNano()).isNull();
    assertThat(unknown.tokens().output()).isNull();
    MetricAccumulator known = new MetricAccumulator();
    known.add(run(true, 5L, null, null));
    unknown.add(known);
    assertThat(unknown.costNano()).isEqualTo(5);
    assertThat(Tokens.sum(null, null)).isNull();
    assertThat(Tokens.sum(null, 2L)).isEqualTo(2);
    assertThat(Tokens.sum(1L, 2L)).isEqualTo(3);
  }

  @Test
  void twoBucketsTogetherAreTheRunsOfBoth() {
    MetricAccumulator one = new MetricAccumulator();
    MetricAccumulator other = new MetricAccumulator();
    MetricAccumulator both = new MetricAccumulator();
    for (int i = 0; i < 40; i++) {
      EndedExecution run =
          run(i % 3 == 0 ? null : i % 3 == 1, (long) i, i * 1_000_000L, i % 2 == 0 ? "A" : "B");
      (i % 2 == 0 ? one : other).add(run);
      both.add(run);
    }
    one.add(other);

    assertThat(one.executions()).isEqualTo(both.executions());
    assertThat(one.costNano()).isEqualTo(both.costNano());
    assertThat(one.errors()).isEqualTo(both.errors());
    assertThat(one.latencyMs().quantile(0.95)).isEqualTo(both.latencyMs().quantile(0.95));
    assertThat(one.late()).isEqualTo(both.late());
  }

  @Test
  void errorsComeMostFrequentFirstAndAreKeptAsJson() {
    MetricAccumulator all = new MetricAccumulator();
    all.addErrors("B", 2);
    all.addErrors("A", 2);
    all.addErrors("C", 5);
    assertThat(all.errors())
        .containsExactly(new ErrorCount("C", 5), new ErrorCount("A", 2), new ErrorCount("B", 2));
    assertThat(ErrorCounts.read(ErrorCounts.write(all.errors()))).isEqualTo(all.errors());
    assertThat(ErrorCounts.write(List.of())).isNull();
    assertThat(ErrorCounts.read(null)).isEmpty();
  }

  private static AgentId agent(long id) {
    return new AgentId(new UUID(0, id));
  }

  @Test
  void aMergedAgentIsCountedAsTheLastOfTheChain() {
    Aliases aliases = new Aliases(Map.of(agent(1), agent(2), agent(2), agent(3)));
    assertThat(aliases.counted(agent(1))).isEqualTo(agent(3));
    assertThat(aliases.counted(agent(3))).isEqualTo(agent(3));
    assertThat(aliases.counted(agent(9))).isEqualTo(agent(9));
    assertThat(aliases.members(agent(3))).containsExactlyInAnyOrder(agent(1), agent(2), agent(3));
    assertThat(aliases.members(agent(1))).as("an alias itself").isEmpty();
    assertThat(aliases.members(agent(9))).containsExactly(agent(9));
  }

  @Test
  void mergesThatGoInACircleEnd() {
    Aliases circle = new Aliases(Map.of(agent(1), agent(2), agent(2), agent(1)));
    assertThat(circle.counted(agent(1))).isIn(agent(1), agent(2));
  }

  @Test
  void dimensionsAreOrderedFieldByField() {
    Dimensions first = new Dimensions("1", "p", "1", "m", "e", "");
    assertThat(first).isLessThan(new Dimensions("2", "", "", "", "", ""));
    assertThat(first).isLessThan(new Dimensions("1", "p", "1", "m", "e", "a"));
    assertThat(first).isGreaterThan(new Dimensions("1", "p", "1", "l", "z", "z"));
  }

  @Test
  void graceIsShorterThanAnyHorizon() {
    for (Width width : Width.values()) {
      assertThat(Duration.between(width.oldest(NOW), NOW)).isGreaterThan(Width.GRACE);
    }
  }
}
