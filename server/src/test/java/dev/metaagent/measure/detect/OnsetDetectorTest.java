package dev.metaagent.measure.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.statistics.ChangePoint.Counts;
import dev.metaagent.statistics.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OnsetDetectorTest {

  private static final Counts GOOD = new Counts(50, 1);
  private static final Counts BAD = new Counts(30, 20);

  @Test
  void anEpisodeBeganWhereTheRateFell() {
    assertThat(OnsetDetector.episode(series(20, 10))).hasValue(20);
  }

  @Test
  void theBeginningDoesNotMoveWhileMoreHoursArrive() {
    for (int later = 1; later < 60; later++) {
      assertThat(OnsetDetector.episode(series(20, later))).hasValue(20);
    }
  }

  @Test
  void anEpisodeThatEndedIsNotThePresentOne() {
    List<Counts> steps = series(20, 10);
    steps.addAll(series(10, 0));
    assertThat(OnsetDetector.episode(steps)).isEmpty();

    steps.addAll(series(0, 5));
    assertThat(OnsetDetector.episode(steps)).hasValue(40);
  }

  @Test
  void aSeriesThatWasAlwaysTheSameHasNoBeginning() {
    assertThat(OnsetDetector.episode(series(0, 40))).isEmpty();
    assertThat(OnsetDetector.episode(series(40, 0))).isEmpty();
    assertThat(OnsetDetector.episode(List.of())).isEmpty();
  }

  @Test
  void theFirstBadRunOfAFallIsFoundAndStays() {
    List<Boolean> runs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      runs.add(i == 40);
    }
    for (int i = 0; i < 90; i++) {
      runs.add(i % 3 == 0);
      if (i > 20) {
        assertThat(OnsetDetector.first(runs)).as("after %d more", i).hasValue(200);
      }
    }
  }

  @Test
  void withoutAFallTheFirstBadRunIsMeantAndWithoutBadRunsNone() {
    assertThat(OnsetDetector.first(List.of(false, true, false, true))).hasValue(1);
    assertThat(OnsetDetector.first(List.of(false, false))).isEqualTo(OptionalInt.empty());
  }

  @Test
  void aVersionIsClearlyWorseOnlyWhenTheWholeIntervalSaysSo() {
    assertThat(OnsetDetector.isClearlyWorse(Rate.of(980, 20, 0), Rate.of(60, 40, 0))).isTrue();
    assertThat(OnsetDetector.isClearlyWorse(Rate.of(98, 2, 0), Rate.of(9, 1, 0))).isFalse();
    assertThat(OnsetDetector.isClearlyWorse(Rate.of(60, 40, 0), Rate.of(980, 20, 0))).isFalse();
    assertThat(OnsetDetector.isClearlyWorse(Rate.of(0, 0, 0), Rate.of(1, 9, 0))).isFalse();
  }

  private static List<Counts> series(int good, int bad) {
    List<Counts> steps = new ArrayList<>();
    for (int i = 0; i < good + bad; i++) {
      steps.add(i < good ? GOOD : BAD);
    }
    return steps;
  }
}
