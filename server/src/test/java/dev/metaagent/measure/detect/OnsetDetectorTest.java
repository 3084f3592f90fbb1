package dev.metaagent.measure.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.health.AgentStatus;
import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.QuantileSketch;
import dev.metaagent.statistics.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OnsetDetectorTest {

  private static final AgentId AGENT = new AgentId(UUID.fromString("0-0-0-0-1"));
  private static final Instant START = Instant.parse("2026-03-04T08:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final Symptom BELOW =
      new Symptom.BelowObjective(AgentStatus.FAILING, Rate.of(60, 40, 0), 0.98);
  private static final Symptom SLOW = new Symptom.Slow(AgentStatus.DEGRADED, 5_000, 3_000, 60);

  @Test
  void anAgentIsBelowItsObjectiveSinceItsRateFell() {
    Detection detection = detect(BELOW, falling(), List.of());

    assertThat(detection.since()).isEqualTo(at(20, 0));
    assertThat(detection.rateSince()).isEqualTo(Rate.of(50, 50, 0));
    assertThat(detection.candidates()).isEmpty();
  }

  @Test
  void aChangeIsACandidateWhenItCameBeforeTheFallAndTheNewestIsFirst() {
    Changes.Change older = change("v2", at(3, 0));
    Changes.Change newer = change("v3", at(19, 0));

    Detection detection = detect(BELOW, falling(), List.of(older, newer));

    assertThat(detection.since()).isEqualTo(at(20, 0));
    assertThat(detection.candidates()).containsExactly(newer, older);
  }

  @Test
  void aChangeAfterTheFallIsNoCandidate() {
    assertThat(detect(BELOW, falling(), List.of(change("v3", at(21, 0)))).candidates()).isEmpty();
  }

  @Test
  void aFallNeverPrecedesTheChangeThatMayHaveCausedIt() {
    Changes.Change within = change("v3", at(20, 137));

    Detection detection = detect(BELOW, falling(), List.of(within));

    assertThat(detection.candidates()).containsExactly(within);
    assertThat(detection.since()).isEqualTo(within.at());
  }

  @Test
  void theBeginningOfAnAgentIsNoChangeOfIt() {
    Changes.Change began = new Changes.Change(at(0, 0), AGENT, "a", Changes.FIRST_SEEN, "", "", "");

    assertThat(detect(BELOW, falling(), List.of(began)).candidates()).isEmpty();
  }

  @Test
  void anAgentThatWasAlwaysBadIsSoSinceItsFirstFailureInSight() {
    List<Step> series = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      series.add(step(i, i < 2 ? 0 : 6, i < 2 ? 0 : 4, 100));
    }

    assertThat(detect(BELOW, series, List.of()).since()).isEqualTo(at(2, 0));
  }

  @Test
  void withoutAFailureInSightNeitherTimeNorCauseIsClaimed() {
    List<Step> series = List.of(step(0, 10, 0, 100), step(1, 10, 0, 100));

    Detection detection = detect(BELOW, series, List.of(change("v2", at(0, 0))));

    assertThat(detection.since()).isNull();
    assertThat(detection.rateSince()).isNull();
    assertThat(detection.candidates()).isEmpty();
    assertThat(detect(BELOW, List.of(), List.of()).since()).isNull();
  }

  @Test
  void anAgentIsSlowSinceTheShareWithinItsLimitFell() {
    List<Step> series = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      series.add(step(i, 10, 0, i < 20 ? 1_000 : 5_000));
    }

    Detection detection = detect(SLOW, series, List.of());

    assertThat(detection.since()).isEqualTo(at(20, 0));
    assertThat(detection.rateSince()).isEqualTo(Rate.of(0, 100, 0));
  }

  @Test
  void aSilentAgentIsSoSinceItWasLastSeenAndAChangeAfterThatIsNoCandidate() {
    Symptom silent = new Symptom.Silent(at(4, 0), STEP, STEP, 9);
    Changes.Change before = change("v2", at(3, 0));

    Detection detection = detect(silent, List.of(), List.of(before, change("v3", at(5, 0))));

    assertThat(detection.since()).isEqualTo(at(4, 0));
    assertThat(detection.rateSince()).isNull();
    assertThat(detection.candidates()).containsExactly(before);
  }

  private static Detection detect(
      Symptom symptom, List<Step> series, List<Changes.Change> changes) {
    return OnsetDetector.detect(AGENT, symptom, series, changes);
  }

  /// Ten executions a step; from step 20 on, half of them fail.
  private static List<Step> falling() {
    List<Step> series = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      series.add(step(i, i < 20 ? 10 : 5, i < 20 ? 0 : 5, 100));
    }
    return series;
  }

  private static Step step(int index, int ok, int failed, double latencyMs) {
    QuantileSketch latencies = new QuantileSketch();
    for (int i = 0; i < ok + failed; i++) {
      latencies.add(latencyMs);
    }
    MetricAccumulator executions = new MetricAccumulator();
    executions.add(ok, failed, 0, latencies);
    return new Step(at(index, 0), at(index + 1, 0), executions);
  }

  private static Instant at(int step, int seconds) {
    return START.plus(STEP.multipliedBy(step)).plusSeconds(seconds);
  }

  private static Changes.Change change(String to, Instant at) {
    return new Changes.Change(at, AGENT, "a", Changes.PROMPT, "main", "v1", to);
  }
}
