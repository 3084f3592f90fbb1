package dev.metaagent.measure.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.measure.health.AgentStatus;
import dev.metaagent.measure.health.HealthAssessment;
import dev.metaagent.measure.health.HealthAssessment.Reason;
import dev.metaagent.statistics.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SymptomDetectorTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:34:56Z");
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
  private static final HealthAssessment QUIET =
      new HealthAssessment(AgentStatus.UNKNOWN, new Reason.TooFewExecutions(3, 20));

  @Test
  void anAgentBelowItsObjectiveHasThatSymptomWithItsInterval() {
    Rate observed = Rate.of(85, 15, 0);
    HealthAssessment failing =
        new HealthAssessment(AgentStatus.FAILING, new Reason.BelowObjective(observed, 0.98));

    assertThat(SymptomDetector.detect(failing, NOW, Map.of(), NOW))
        .contains(new Symptom.BelowObjective(AgentStatus.FAILING, observed, 0.98));
  }

  @Test
  void anAgentOverItsLatencyLimitIsSlow() {
    HealthAssessment slow =
        new HealthAssessment(AgentStatus.DEGRADED, new Reason.OverLatencyLimit(4_000, 3_000, 70));

    assertThat(SymptomDetector.detect(slow, NOW, Map.of(), NOW))
        .contains(new Symptom.Slow(AgentStatus.DEGRADED, 4_000, 3_000, 70));
  }

  @Test
  void aSteadyAgentThatStoppedIsSilentSinceItWasLastSeen() {
    Instant last = NOW.minus(Duration.ofMinutes(40));

    Optional<Symptom> symptom = SymptomDetector.detect(QUIET, last, hours(8, 60), NOW);

    assertThat(symptom)
        .contains(new Symptom.Silent(last, Duration.ofMinutes(1), Duration.ofMinutes(40), 360));
  }

  @Test
  void aBreakOfTenUsualGapsOrAQuarterOfAnHourIsNoSilence() {
    assertThat(silence(Duration.ofMinutes(14), hours(6, 60))).isEmpty();
    assertThat(silence(Duration.ofMinutes(16), hours(6, 60))).isPresent();
    // six an hour: the usual gap is ten minutes
    assertThat(silence(Duration.ofMinutes(100), hours(8, 6))).isEmpty();
    assertThat(silence(Duration.ofMinutes(101), hours(8, 6))).isPresent();
  }

  @Test
  void anAgentThatWasNotSteadyOrIsLongGoneIsNotSilent() {
    Map<Instant, Long> gap = hours(6, 60);
    gap.put(NOON.minus(Duration.ofHours(3)), 0L);

    assertThat(silence(Duration.ofMinutes(20), gap)).isEmpty();
    assertThat(silence(Duration.ofMinutes(20), hours(5, 60))).isEmpty();
    assertThat(silence(Duration.ofMinutes(20), Map.of())).isEmpty();
    assertThat(silence(Duration.ofHours(25), hours(40, 60))).isEmpty();
  }

  @Test
  void theWorstComesFirst() {
    Symptom failing = new Symptom.BelowObjective(AgentStatus.FAILING, Rate.of(50, 50, 0), 0.98);
    Symptom below = new Symptom.BelowObjective(AgentStatus.DEGRADED, Rate.of(80, 20, 0), 0.98);
    Symptom bit = new Symptom.BelowObjective(AgentStatus.DEGRADED, Rate.of(92, 8, 0), 0.98);
    Symptom slow = new Symptom.Slow(AgentStatus.DEGRADED, 9_000, 3_000, 50);
    Symptom slowish = new Symptom.Slow(AgentStatus.DEGRADED, 3_100, 3_000, 50);
    Symptom silent = new Symptom.Silent(NOW, Duration.ofMinutes(1), Duration.ofHours(1), 360);

    assertThat(Stream.of(silent, slowish, bit, slow, failing, below).sorted(Symptom.WORST_FIRST))
        .isEqualTo(List.of(failing, below, bit, slow, slowish, silent));
  }

  private static Optional<Symptom> silence(Duration gap, Map<Instant, Long> hours) {
    return SymptomDetector.detect(QUIET, NOW.minus(gap), hours, NOW);
  }

  /// Hours with so many executions each: that of noon and full ones before it.
  private static Map<Instant, Long> hours(int count, long executions) {
    Map<Instant, Long> hours = new HashMap<>();
    for (int hour = 0; hour <= count; hour++) {
      hours.put(NOON.minus(Duration.ofHours(hour)), executions);
    }
    return hours;
  }
}
