package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.Captures.Capture;
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
