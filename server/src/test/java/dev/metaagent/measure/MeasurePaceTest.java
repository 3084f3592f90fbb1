package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurePaceTest {

  @ParameterizedTest
  @CsvSource({"0,40", "9,40", "11,44", "50,200", "100,400", "300,1000", "2000,1000"})
  void theLongerAPassTheLongerTheRest(long worked, long rest) {
    assertThat(MeasurePace.rest(Duration.ofMillis(worked))).hasMillis(rest);
  }
}
