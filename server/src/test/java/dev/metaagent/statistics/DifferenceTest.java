package dev.metaagent.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class DifferenceTest {

  @ParameterizedTest
  @MethodSource("dev.metaagent.statistics.ReferenceValues#differences")
  void theIntervalIsThatOfNewcombeAsPublished(JsonNode reference) {
    Difference difference =
        Difference.between(rate(reference.get("before")), rate(reference.get("after")));

    if (reference.get("low").isNull()) {
      assertThat(difference).isNull();
      return;
    }
    assertThat(difference).isNotNull();
    assertThat(difference.low()).isCloseTo(reference.get("low").asDouble(), within(5.1e-5));
    assertThat(difference.high()).isCloseTo(reference.get("high").asDouble(), within(5.1e-5));
  }

  @Test
  void exchangingBeforeAndAfterTurnsTheSign() {
    Difference rise = between(Rate.of(48, 32, 0), Rate.of(56, 14, 0));
    Difference fall = between(Rate.of(56, 14, 0), Rate.of(48, 32, 0));

    assertThat(fall.value()).isEqualTo(-rise.value());
    assertThat(fall.low()).isCloseTo(-rise.high(), within(1e-12));
    assertThat(fall.high()).isCloseTo(-rise.low(), within(1e-12));
    assertThat(fall.high()).isNegative();
  }

  @Test
  void aChangeWithinDoubtReachesAcrossZero() {
    assertThat(between(Rate.of(19, 1, 0), Rate.of(18, 2, 0)).high()).isPositive();
    assertThat(between(Rate.of(0, 10, 0), Rate.of(0, 10, 0)).high()).isPositive();
  }

  @Test
  void itStaysWithinOneAndIsUnknownWhereARateIs() {
    Difference all = between(Rate.of(0, 1_000_000, 0), Rate.of(1_000_000, 0, 0));
    assertThat(all.high()).isLessThanOrEqualTo(1);
    assertThat(all.value()).isEqualTo(1);
    assertThat(Difference.between(Rate.of(3, 4, 0), Rate.of(0, 0, 9))).isNull();
  }

  private static Difference between(Rate before, Rate after) {
    return Objects.requireNonNull(Difference.between(before, after));
  }

  private static Rate rate(JsonNode counts) {
    return Rate.of(counts.get(0).asLong(), counts.get(1).asLong() - counts.get(0).asLong(), 0);
  }
}
