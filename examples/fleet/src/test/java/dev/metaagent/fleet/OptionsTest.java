package dev.metaagent.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void optionsAreReadInBothForms() {
    Options options = Options.of(List.of("--speed", "10", "--seed=3", "--fresh", "--days=0.5"));

    assertThat(options.speed()).isEqualTo(10);
    assertThat(options.seed()).isEqualTo(3);
    assertThat(options.days()).isEqualTo(0.5);
    assertThat(options.fresh()).isTrue();
    assertThat(options.changeAfter()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void whatIsNoOptionIsSaidInASentence() {
    assertThatThrownBy(() -> Options.of(List.of("--sped", "10")))
        .hasMessage("There is no option --sped.");
    assertThatThrownBy(() -> Options.of(List.of("--speed", "fast")))
        .hasMessage("--speed takes a number, not \"fast\".");
    assertThatThrownBy(() -> Options.of(List.of("--days", "90")))
        .hasMessage("--days takes a number above 0 and up to 14.");
    assertThatThrownBy(() -> Options.of(List.of("--days"))).hasMessage("--days needs a value.");
  }

  @Test
  void daysHaveNightsAndWeeksHaveWeekends() {
    Instant now = Instant.parse("2026-03-01T03:00:00Z");
    Calendar calendar = new Calendar(now);

    assertThat(calendar.busy(now)).isGreaterThan(0.8);
    assertThat(calendar.busy(now.minus(Duration.ofHours(11)))).isLessThan(0.15);
    assertThat(calendar.busy(now.minus(Duration.ofDays(2))))
        .isLessThan(calendar.busy(now.minus(Duration.ofDays(1))) / 2);
  }

  @Test
  void theRushEndsAfterFiveMinutes() {
    Instant now = Instant.parse("2026-03-01T03:00:00Z");
    Pace pace = new Pace(now, 60);

    assertThat(pace.at(now.plusSeconds(299))).isEqualTo(60);
    assertThat(pace.at(now.plusSeconds(300))).isEqualTo(5);
    assertThat(new Pace(now, 2).at(now.plusSeconds(300))).isEqualTo(1);
  }
}
