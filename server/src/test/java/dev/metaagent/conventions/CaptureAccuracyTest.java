package dev.metaagent.observe.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.observe.captures.Captures;
import dev.metaagent.observe.captures.Captures.Capture;
import dev.metaagent.observe.otlp.UndecodableException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureAccuracyTest {

  @Test
  void everyFactOfEveryCaptureIsUnderstood() throws UndecodableException {
    List<Capture> captures = Captures.all();
    assumeThat(captures).as("the recorded telemetry is beside the repository").isNotEmpty();
    Accuracy accuracy = new Accuracy();
    for (Capture capture : captures) {
      accuracy.measure(capture);
    }
    System.out.println(accuracy.table());
    assertThat(accuracy.wrong()).isEmpty();
  }
}
