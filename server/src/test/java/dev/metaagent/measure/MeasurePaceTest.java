package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurePaceTest {

  @ParameterizedTest
  @CsvSource({"0,40", "19,40", "39,42", "50,75", "100,225", "300,825", "2000,1000"})
  void theLongerAPassTheLongerTheRest(long worked, long rest) {
    assertThat(MeasurePace.rest(Duration.ofMillis(worked))).hasMillis(rest);
  }
}
