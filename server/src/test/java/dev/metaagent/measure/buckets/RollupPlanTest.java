package dev.metaagent.measure.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RollupPlanTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:34:56Z");

  /// Every ten seconds of a range lie in exactly one bucket of its plan.
  @Test
  void aPlanHasNoGapAndCountsNothingTwice() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      Instant to = NOW.minusSeconds(random.nextLong(200_000) / 10 * 10);
      Instant from = to.minusSeconds(10 + random.nextLong(300_000));
      Width coarsest = List.of(Width.values()).get(random.nextInt(3));
      List<RollupPlan.Segment> plan = RollupPlan.of(from, to, coarsest, NOW);
      for (Instant at = Width.TEN_SECONDS.floor(from); at.isBefore(to); at = at.plusSeconds(970)) {
        assertThat(holders(plan, at)).as("%s in %s", at, plan).isEqualTo(1);
      }
      for (RollupPlan.Segment segment : plan) {
        assertThat(segment.from()).isEqualTo(segment.width().floor(segment.from()));
        if (coarsest == Width.HOUR) {
          assertThat(segment.from()).isAfterOrEqualTo(segment.width().oldest(NOW));
        }
      }
    }
  }

  private static long holders(List<RollupPlan.Segment> plan, Instant at) {
    return plan.stream()
        .filter(segment -> {
          Instant bucket = segment.width().floor(at);
          return !bucket.isBefore(segment.from()) && bucket.isBefore(segment.to());
        })
        .count();
  }
}
