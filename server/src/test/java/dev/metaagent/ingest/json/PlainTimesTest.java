package dev.metaagent.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.ingest.json.PlainExecution.About;
import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Kind;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.ingest.json.PlainExecution.Times;
import dev.metaagent.ingest.json.PlainExecution.Usage;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.SpanId;
import dev.metaagent.kernel.TraceId;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plain run as spans: times that follow from the rest, ids that stay, and use counted once. */
class PlainTimesTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_000);
  private static final OrganizationId ORGANIZATION = new OrganizationId(new UUID(1, 2));
  private static final ExecutionPlace PLACE =
      new ExecutionPlace(TraceId.parse("0af7651916cd43dd8448eb211c80319c"), 7, 0);

  private static PlainExecution run(
      @Nullable Status status, Times times, Usage usage, Step... steps) {
    return new PlainExecution(
        "r1",
        "Writer",
        status,
        times,
        "in",
        "out",
        null,
        usage,
        About.NOTHING,
        null,
        List.of("k"),
        null,
        null,
        null,
        List.of(steps));
  }

  private static Step step(Kind kind, String name, Times times, Usage usage, Step... steps) {
    return new Step(null, kind, name, null, times, null, null, null, usage, null, List.of(steps));
  }

  private static Usage tokens(long input) {
    return new Usage("gpt-4o", null, input, 1L, null, null, null, null);
  }

  private static @Nullable Instant at(@Nullable Long seconds) {
    return seconds == null ? null : Instant.ofEpochSecond(seconds);
  }

  /** start, end and duration in seconds as told; then the start, the end and the rank. */
  @ParameterizedTest
  @CsvSource({
    "10,20,,10,20,20",
    "10,20,3,10,20,20",
    "10,,5,10,15,15",
    ",20,5,15,20,20",
    ",20,,20,20,20",
    "10,,,10,1000,1",
    ",,,1000,1000,1",
    ",,5,995,1000,1",
    "20,10,,20,20,10"
  })
  void theTimesOfARunFollowFromWhatWasTold(
      Long start, Long end, Double duration, long begun, long ended, long rank) {
    Times times =
        new Times(at(start), at(end), duration == null ? null : Double.valueOf(duration * 1000));
    PlainTimes found = PlainTimes.of(run(null, times, Usage.UNKNOWN), NOW);

    assertThat(found.run())
        .isEqualTo(new PlainTimes.Span(begun * 1_000_000_000L, ended * 1_000_000_000L));
    assertThat(found.sentEnd()).isEqualTo(rank == 1 ? 1 : rank * 1_000_000_000L);
  }

  @Test
  void aRunThatRunsHasNoEnd() {
    PlainTimes running =
        PlainTimes.of(run(Status.RUNNING, new Times(at(10L), null, null), Usage.UNKNOWN), NOW);
    assertThat(running.run()).isEqualTo(new PlainTimes.Span(10_000_000_000L, 0));
    assertThat(running.sentEnd()).isZero();
  }

  @Test
  void aStepBeginsWhereTheOneBeforeItEnded() {
    PlainTimes.Span around = new PlainTimes.Span(100, 900);
    Step timed = step(Kind.TOOL, "a", new Times(null, null, 0.0002), Usage.UNKNOWN);
    PlainTimes.Span first = PlainTimes.step(timed, around, null);
    PlainTimes.Span second = PlainTimes.step(timed, around, first);

    assertThat(first).isEqualTo(new PlainTimes.Span(100, 300));
    assertThat(second).isEqualTo(new PlainTimes.Span(300, 500));
  }

  @Test
  void aStepWithoutTimesHasNoEndButANestedRunDoes() {
    PlainTimes.Span around = new PlainTimes.Span(100, 900);
    assertThat(PlainTimes.step(step(Kind.TOOL, "a", Times.UNKNOWN, Usage.UNKNOWN), around, null))
        .isEqualTo(new PlainTimes.Span(100, 0));
    assertThat(PlainTimes.step(step(Kind.AGENT, "a", Times.UNKNOWN, Usage.UNKNOWN), around, null))
        .isEqualTo(new PlainTimes.Span(100, 900));
    assertThat(
            PlainTimes.step(
                step(Kind.TOOL, "a", Times.UNKNOWN, Usage.UNKNOWN),
                around,
                new PlainTimes.Span(200, 0)))
        .as("where the one before has no end, where that which is around it began")
        .isEqualTo(new PlainTimes.Span(100, 0));
  }

  @Test
  void anErrorThatIsToldIsTheStatus() {
    assertThat(PlainTimes.status(null, null)).isEqualTo(Status.OK);
    assertThat(PlainTimes.status(null, new Fault(null, "x"))).isEqualTo(Status.ERROR);
    assertThat(PlainTimes.status(Status.OK, new Fault(null, "x"))).isEqualTo(Status.OK);
  }

  private static List<Span> spans(PlainExecution run) {
    return PlainSpans.of(ORGANIZATION, run, PLACE, PlainTimes.of(run, NOW))
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpansList();
  }

  private static String input(Span span) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("gen_ai.usage.input_tokens"))
        .map(KeyValue::getValue)
        .map(AnyValue::getIntValue)
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  private static List<String> counted(PlainExecution run) {
    return spans(run).stream().map(span -> span.getName() + ":" + input(span)).toList();
  }

  @Test
  void whatARunUsedBelongsToItsOnlyCall() {
    assertThat(
            counted(
                run(
                    null,
                    Times.UNKNOWN,
                    tokens(9),
                    step(Kind.LLM, "chat", Times.UNKNOWN, Usage.UNKNOWN))))
        .containsExactly("Writer:", "chat:9");
  }

  @Test
  void theOnlyCallKeepsTheModelThatItNames() {
    Usage named = new Usage("gpt-5-mini", null, null, null, null, null, null, null);
    for (Usage ofRun :
        List.of(Usage.UNKNOWN, new Usage(null, "openai", 9L, null, null, null, null, null))) {
      Span call =
          spans(run(null, Times.UNKNOWN, ofRun, step(Kind.LLM, "chat", Times.UNKNOWN, named)))
              .getLast();
      assertThat(call.getAttributesList())
          .anyMatch(attribute ->
              attribute.getKey().equals("gen_ai.request.model")
                  && attribute.getValue().getStringValue().equals("gpt-5-mini"));
    }
  }

  @Test
  void whereARunHasNoCallOrSeveralOneIsMadeForItsUse() {
    assertThat(counted(run(null, Times.UNKNOWN, tokens(9))))
        .containsExactly("Writer:", "chat gpt-4o:9");
    assertThat(
            counted(
                run(
                    null,
                    Times.UNKNOWN,
                    tokens(9),
                    step(Kind.LLM, "a", Times.UNKNOWN, Usage.UNKNOWN),
                    step(Kind.LLM, "b", Times.UNKNOWN, Usage.UNKNOWN))))
        .containsExactly("Writer:", "chat gpt-4o:9", "a:", "b:");
  }

  @Test
  void whereStepsTellTheirUseThatOfTheRunRepeatsIt() {
    assertThat(
            counted(
                run(
                    null,
                    Times.UNKNOWN,
                    tokens(9),
                    step(Kind.LLM, "a", Times.UNKNOWN, tokens(4)),
                    step(Kind.LLM, "b", Times.UNKNOWN, tokens(5)))))
        .containsExactly("Writer:", "a:4", "b:5");
    assertThat(counted(run(null, Times.UNKNOWN, Usage.UNKNOWN))).containsExactly("Writer:");
  }

  @Test
  void stepsStandBelowWhatTheyAreIn() {
    List<Span> spans =
        spans(
            run(
                null,
                Times.UNKNOWN,
                Usage.UNKNOWN,
                step(
                    Kind.CHAIN,
                    "outer",
                    Times.UNKNOWN,
                    Usage.UNKNOWN,
                    step(Kind.TOOL, "inner", Times.UNKNOWN, Usage.UNKNOWN))));

    assertThat(spans.get(0).getParentSpanId().isEmpty()).isTrue();
    assertThat(spans.get(1).getParentSpanId()).isEqualTo(spans.get(0).getSpanId());
    assertThat(spans.get(2).getParentSpanId()).isEqualTo(spans.get(1).getSpanId());
    assertThat(spans).extracting(Span::getTraceId).containsOnly(spans.get(0).getTraceId());
    assertThat(spans).extracting(Span::getSpanId).doesNotHaveDuplicates();
  }

  @Test
  void theSameRunHasTheSameIdsAndAnotherOneOthers() {
    OrganizationId other = new OrganizationId(new UUID(3, 4));
    assertThat(PlainIds.ofRun(ORGANIZATION, "a")).isEqualTo(PlainIds.ofRun(ORGANIZATION, "a"));
    assertThat(PlainIds.ofRun(ORGANIZATION, "a")).isNotEqualTo(PlainIds.ofRun(other, "a"));
    assertThat(PlainIds.spanOfRun(ORGANIZATION, "a"))
        .isNotEqualTo(PlainIds.spanOfRun(ORGANIZATION, "b"))
        .isNotZero();
    assertThat(PlainIds.spanOfStep(ORGANIZATION, "run1", "2"))
        .isNotEqualTo(PlainIds.spanOfStep(ORGANIZATION, "run", "12"));
  }

  @Test
  void aTraceContextNamesTheSpanAbove() {
    assertThat(
            ExecutionPlace.traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
        .hasValue(
            new ExecutionId(
                TraceId.parse("0af7651916cd43dd8448eb211c80319c"),
                SpanId.parse("b7ad6b7169203331")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x"
      })
  void whatIsNoTraceContextNamesNothing(String text) {
    assertThat(ExecutionPlace.traceparent(text)).isEmpty();
  }
}
