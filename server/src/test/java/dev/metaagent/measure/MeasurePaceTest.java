package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureLoopTest {

  @ParameterizedTest
  @CsvSource({"0,0", "19,0", "20,20", "30,30", "50,75", "100,225", "300,825", "2000,1000"})
  void theLongerAPassTheLongerTheRest(long worked, long rest) {
    assertThat(MeasureLoop.rest(Duration.ofMillis(worked))).hasMillis(rest);
  }
}
