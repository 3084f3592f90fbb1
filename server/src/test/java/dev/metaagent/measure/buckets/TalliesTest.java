package dev.metaagent.measure.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TalliesTest {

  private static final AgentId AGENT = new AgentId(new UUID(0, 1));
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private static Dimensions version(int number) {
    return new Dimensions("v" + number, "", "", "", "", "");
  }

  @Test
  void aSenderWhoNamesAVersionForEachRunLosesNoRunAndFillsNoMemory() {
    Tallies tallies = new Tallies();
    for (int run = 0; run < 10_000; run++) {
      tallies.of(AGENT, AT, version(run)).add(1, 0, 0, new MetricAccumulator().latencyMs);
    }
    assertThat(tallies.buckets()).hasSize(Tallies.MOST + 1);
    assertThat(tallies.buckets().stream().mapToLong(bucket -> bucket.tally().ok()).sum())
        .isEqualTo(10_000);
    assertThat(tallies.buckets())
        .filteredOn(bucket -> bucket.dimensions().equals(Dimensions.UNKNOWN))
        .singleElement()
        .satisfies(rest -> assertThat(rest.tally().ok()).isEqualTo(10_000 - Tallies.MOST));
  }

  @Test
  void anotherAgentAndAnotherTimeHaveRoomOfTheirOwn() {
    Tallies tallies = new Tallies();
    for (int run = 0; run < 1_000; run++) {
      tallies.of(AGENT, AT, version(run));
    }
    tallies.of(new AgentId(new UUID(0, 2)), AT, version(1));
    tallies.of(AGENT, AT.plusSeconds(10), version(2_000));
    tallies.of(AGENT, AT, version(0));
    assertThat(tallies.buckets()).hasSize(Tallies.MOST + 3);
  }

  @Test
  void kindsOfErrorsAreBoundedAndNoneIsLost() {
    MetricAccumulator tally = new MetricAccumulator();
    for (int i = 0; i < 5_000; i++) {
      tally.addErrors("Error" + i, 1);
    }
    MetricAccumulator sum = new MetricAccumulator();
    sum.add(tally);
    sum.add(tally);
    assertThat(sum.errors()).hasSizeLessThanOrEqualTo(101);
    assertThat(sum.errors().stream().mapToLong(MetricAccumulator.ErrorCount::count).sum())
        .isEqualTo(10_000);
  }
}
