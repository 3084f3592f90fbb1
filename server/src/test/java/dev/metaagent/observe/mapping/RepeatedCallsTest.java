package dev.metaagent.observe.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.observe.captures.Captures;
import dev.metaagent.observe.captures.Captures.Capture;
import dev.metaagent.observe.otlp.UndecodableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatedCallsTest {

  @Test
  void theOrderOfArrivalDoesNotMatter() throws UndecodableException {
    List<Capture> captures = Captures.all();
    assumeThat(captures).as("the recorded telemetry is beside the repository").isNotEmpty();
    Random random = new Random(7);
    int repeats = 0;
    for (Capture capture : captures) {
      List<MappedSpan> spans =
          new ArrayList<>(
              Telemetry.of(capture.requests()).spans().stream()
                  .map(Telemetry.Told::mapped)
                  .toList());
      Set<Long> known = RepeatedCalls.among(spans);
      repeats += known.size();
      for (int round = 0; round < 5; round++) {
        Collections.shuffle(spans, random);
        assertThat(RepeatedCalls.among(spans)).as(capture.toString()).isEqualTo(known);
      }
    }
    assertThat(repeats).isGreaterThan(5);
  }

  @Test
  void aThousandCallsOfTwoInstrumentationsSideBySideAreAThousandCalls() {
    List<MappedSpan> spans = new ArrayList<>();
    for (int call = 0; call < 1_000; call++) {
      spans.add(llm(2L * call + 1, "one", 100L * call, 100L * call + 90));
      spans.add(llm(2L * call + 2, "two", 100L * call + 1, 100L * call + 80));
    }
    assertThat(RepeatedCalls.among(spans)).hasSize(1_000);
  }

  private static MappedSpan llm(long id, String scope, long start, long end) {
    RunFacts nothing =
        new RunFacts(
            null, null, null, null, null, null, null, null, null, null, null, null, List.of(), null,
            null, Map.of());
    return new MappedSpan(
        id,
        9_999_999,
        ActionKind.LLM,
        "chat",
        ActionStatus.OK,
        start,
        end,
        "m",
        "p",
        Usage.NONE,
        null,
        null,
        null,
        false,
        false,
        null,
        new RunBoundary.WhenTopmost(null, RunBoundary.Yields.NEVER),
        nothing,
        true,
        "test",
        scope);
  }
}
