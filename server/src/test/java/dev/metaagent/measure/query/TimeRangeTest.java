package dev.metaagent.measure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Stretches of time as requests give them.
class TimeRangeTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private static TimeRange range(@Nullable String from, @Nullable String to) {
    return TimeRange.of(from, to, DAY, NOW);
  }

  private static void refused(ThrowingCallable call, String field) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e -> assertThat(e.errors()).extracting(FieldError::field).containsExactly(field));
  }

  @ParameterizedTest
  @CsvSource({
    ",,2026-03-03T12:00:00Z,2026-03-04T12:00:00Z",
    "'  ',,2026-03-03T12:00:00Z,2026-03-04T12:00:00Z",
    "-6h,,2026-03-04T06:00:00Z,2026-03-04T12:00:00Z",
    "-6h,now,2026-03-04T06:00:00Z,2026-03-04T12:00:00Z",
    ",-1h,2026-03-03T11:00:00Z,2026-03-04T11:00:00Z",
    "2026-03-01T00:00:00+01:00,2026-03-02T00:00:00Z,2026-02-28T23:00:00Z,2026-03-02T00:00:00Z",
    "-400d,,2025-01-28T12:00:00Z,2026-03-04T12:00:00Z"
  })
  void aRangeIsNamedByItsEnds(
      @Nullable String from, @Nullable String to, Instant since, Instant until) {
    assertThat(range(from, to)).isEqualTo(new TimeRange(since, until));
  }

  @ParameterizedTest
  @CsvSource({
    "now,,from",
    "-1h,-2h,from",
    "-401d,,from",
    "yesterday,,from",
    "-6,,from",
    "-6y,,from",
    ",tomorrow,to",
    "2026-03-01,,from",
    "1969-01-01T00:00:00Z,,from",
    ",2028-01-01T00:00:00Z,to",
    "-12345678s,,from"
  })
  void aRangeThatIsNoneIsRefusedByName(@Nullable String from, @Nullable String to, String field) {
    refused(() -> range(from, to), field);
  }

  @ParameterizedTest
  @CsvSource({"30s,30", "5m,300", "1h,3600", "7d,604800", "0s,0"})
  void aLengthHasAUnit(String text, long seconds) {
    assertThat(TimeRange.length("step", text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "5M", "1.5h", "5w"})
  void anotherLengthIsRefused(String text) {
    refused(() -> TimeRange.length("step", text), "step");
  }

  @Test
  void aLimitIsFromOneToTheMost() {
    assertThat(RequestParameters.limit(null, 100, 500)).isEqualTo(100);
    assertThat(RequestParameters.limit(500, 100, 500)).isEqualTo(500);
    refused(() -> RequestParameters.limit(0, 100, 500), "limit");
    refused(() -> RequestParameters.limit(501, 100, 500), "limit");
  }
}
