package dev.metaagent.conventions.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTimesTest {
  private static final long NOW = 1_795_966_972_507_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private static SpanTimes times(long start, long end, long... events) {
    Span.Builder span = Span.newBuilder().setStartTimeUnixNano(start).setEndTimeUnixNano(end);
    for (long event : events) {
      span.addEvents(Span.Event.newBuilder().setTimeUnixNano(event));
    }
    return SpanTimes.of(span.build());
  }

  @ParameterizedTest
  @CsvSource({"0", "-5", "1000000000", "9223372036854775807", "978307200000000000"})
  void aStartThatCannotBeRightMakesNoDuration(long start) {
    assertThat(times(start, NOW)).isEqualTo(new SpanTimes(NOW, NOW));
    assertThat(times(start, NOW, NOW - SECOND)).isEqualTo(new SpanTimes(NOW - SECOND, NOW));
  }

  @ParameterizedTest
  @CsvSource({"-1", "9223372036854775807", "4200000000000000000"})
  void anEndThatCannotBeRightIsTheLastThatHappened(long end) {
    assertThat(times(NOW, end)).isEqualTo(new SpanTimes(NOW, NOW));
    assertThat(times(NOW, end, NOW + SECOND, NOW + 2 * SECOND))
        .isEqualTo(new SpanTimes(NOW, NOW + 2 * SECOND));
  }

  @Test
  void timesThatCanBeRightStayAsTheyWereSent() {
    assertThat(times(NOW, NOW + 5)).isEqualTo(new SpanTimes(NOW, NOW + 5));
    assertThat(times(NOW, NOW - 5)).isEqualTo(new SpanTimes(NOW, NOW - 5));
    assertThat(times(NOW, 0)).isEqualTo(new SpanTimes(NOW, 0));
    assertThat(times(1_000, 2_000)).isEqualTo(new SpanTimes(1_000, 2_000));
  }

  @ParameterizedTest
  @CsvSource({"1000000000", "1000000", "1000"})
  void anotherUnitIsConverted(long nanos) {
    assertThat(times(NOW / nanos, NOW / nanos + 5))
        .isEqualTo(new SpanTimes(NOW / nanos * nanos, (NOW / nanos + 5) * nanos));
  }
}
