package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.executions.assembly.DuplicateCalls;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.Captures.Capture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DuplicateCallsTest {

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
                  .map(Telemetry.SentSpan::mapped)
                  .toList());
      Set<Long> known = DuplicateCalls.among(spans).keySet();
      repeats += known.size();
      for (int round = 0; round < 5; round++) {
        Collections.shuffle(spans, random);
        assertThat(DuplicateCalls.among(spans).keySet()).as(capture.toString()).isEqualTo(known);
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
    assertThat(DuplicateCalls.among(spans)).hasSize(1_000);
  }

  @Test
  void theFullerOfTwoCallsWithOneKeyStands() {
    MappedSpan silent = call(1, 9, ActionKind.LLM, "one", 0, 10, "key", null);
    MappedSpan sent = call(2, 8, ActionKind.LLM, "one", 50, 60, "key", 7L);

    assertThat(DuplicateCalls.among(List.of(silent, sent))).containsOnlyKeys(1L);
  }

  @Test
  void theInnermostCallThatTellsTokensStandsForItsWrappers() {
    MappedSpan outer = call(1, 0, ActionKind.LLM, "one", 0, 10, null, null);
    MappedSpan wrapper = call(2, 1, ActionKind.CHAIN, "one", 0, 10, null, null);
    MappedSpan inner = call(3, 2, ActionKind.LLM, "two", 1, 9, null, 7L);

    assertThat(DuplicateCalls.among(List.of(outer, wrapper, inner))).containsOnlyKeys(1L);
  }

  @Test
  void aCallInsideAToolInsideACallIsAnotherCall() {
    MappedSpan outer = call(1, 0, ActionKind.LLM, "one", 0, 10, null, 7L);
    MappedSpan tool = call(2, 1, ActionKind.TOOL, "one", 0, 10, null, null);
    MappedSpan inner = call(3, 2, ActionKind.LLM, "two", 1, 9, null, 7L);

    assertThat(DuplicateCalls.among(List.of(outer, tool, inner))).isEmpty();
  }

  @Test
  void ofHandoffsInsideEachOtherTheOutermostStands() {
    MappedSpan outer = call(1, 0, ActionKind.HANDOFF, "one", 0, 10, null, null);
    MappedSpan between = call(2, 1, ActionKind.HANDOFF, "one", 0, 10, null, null);
    MappedSpan inner = call(3, 2, ActionKind.HANDOFF, "one", 1, 9, null, null);

    assertThat(DuplicateCalls.among(List.of(inner, outer, between))).containsOnlyKeys(2L, 3L);
  }

  @Test
  void aCallIsToldAgainThroughSevenWrappersAndNoMore() {
    for (int wrappers : new int[] {7, 8}) {
      List<MappedSpan> spans = new ArrayList<>();
      spans.add(call(1, 0, ActionKind.LLM, "one", 0, 10, null, 7L));
      for (int wrapper = 0; wrapper < wrappers; wrapper++) {
        spans.add(call(2 + wrapper, 1 + wrapper, ActionKind.CHAIN, "one", 0, 10, null, null));
      }
      spans.add(call(99, 1 + wrappers, ActionKind.LLM, "two", 1, 9, null, null));
      Collections.shuffle(spans, new Random(wrappers));

      assertThat(DuplicateCalls.among(spans)).as("%s wrappers", wrappers).hasSize(8 - wrappers);
    }
  }

  @Test
  void callsOfOneInstrumentationSideBySideAreDifferentCalls() {
    MappedSpan one = call(1, 9, ActionKind.LLM, "one", 0, 10, null, 7L);
    MappedSpan other = call(2, 9, ActionKind.LLM, "one", 1, 9, null, 7L);

    assertThat(DuplicateCalls.among(List.of(one, other))).isEmpty();
  }

  @Test
  void spansThatAreEachOthersParentsEnd() {
    MappedSpan one = call(1, 2, ActionKind.LLM, "one", 0, 10, null, null);
    MappedSpan other = call(2, 1, ActionKind.LLM, "one", 0, 10, null, null);

    assertThat(DuplicateCalls.among(List.of(one, other))).hasSizeLessThan(2);
  }

  private static MappedSpan llm(long id, String scope, long start, long end) {
    return call(id, 9_999_999, ActionKind.LLM, scope, start, end, null, null);
  }

  private static MappedSpan call(
      long id,
      long parent,
      ActionKind kind,
      String scope,
      long start,
      long end,
      @Nullable String key,
      @Nullable Long tokens) {
    ExecutionFacts nothing =
        new ExecutionFacts(
            null, null, null, null, null, null, null, null, null, null, null, null, List.of(), null,
            null, null, Map.of());
    return new MappedSpan(
        id,
        parent,
        kind,
        "chat",
        ActionStatus.OK,
        start,
        end,
        "m",
        "p",
        tokens == null ? Usage.NONE : new Usage(tokens, tokens, null, null, null, null),
        null,
        null,
        null,
        false,
        Tally.NONE,
        key,
        new ExecutionBoundary.WhenTopmost(null, ExecutionBoundary.Yields.NEVER),
        nothing,
        null,
        true,
        "test",
        scope);
  }
}
