package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a span ended, and why: the class without its package, the first line without a trace. */
class FailuresTest {

  private static Span.Builder failed(String message, Object... pairs) {
    return Spans.span("step", pairs)
        .setStatus(
            Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage(message));
  }

  private static Span.Builder raised(Span.Builder span, String type, String message) {
    return span.addEvents(
        Span.Event.newBuilder()
            .setName("exception")
            .addAllAttributes(
                Spans.attributes("exception.type", type, "exception.message", message)));
  }

  private static ActionStatus status(Span.Builder span) {
    return Spans.mapped(span).status();
  }

  @Test
  void endedWithoutAnErrorIsOk() {
    assertThat(status(Spans.span("step"))).isEqualTo(ActionStatus.OK);
    assertThat(status(Spans.span("step").setEndTimeUnixNano(0))).isEqualTo(ActionStatus.UNKNOWN);
    assertThat(status(Spans.span("step", "metaagent.status", "ok").setEndTimeUnixNano(0)))
        .isEqualTo(ActionStatus.OK);
  }

  @Test
  void whereTheStatusIsUnsetTheErrorTypeDecides() {
    assertThat(status(Spans.span("step", "error.type", "timeout"))).isEqualTo(ActionStatus.ERROR);
    assertThat(status(Spans.span("step", "langfuse.observation.level", "ERROR")))
        .isEqualTo(ActionStatus.ERROR);
    assertThat(status(Spans.span("step", "langfuse.observation.level", "WARNING")))
        .isEqualTo(ActionStatus.OK);
    assertThat(
            status(
                Spans.span("step", "error.type", "timeout")
                    .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK))))
        .isEqualTo(ActionStatus.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "gen_ai.tool.status,error,true", "gen_ai.tool.status,success,false",
    "n8n.execution.status,crashed,true", "haystack.tool.error,true,true",
    "haystack.tool.error,false,false", "metaagent.status,failed,true"
  })
  void anOutcomeOfItsOwnFailsASpan(String name, String outcome, boolean error) {
    assertThat(status(Spans.span("step", name, outcome)) == ActionStatus.ERROR).isEqualTo(error);
  }

  @Test
  void aModelThatStoppedForAnErrorFailedWhateverTheStatusSays() {
    Status ok = Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK).build();
    for (Object reason : List.of("error", "[\"error\"]", List.of("error"))) {
      Span.Builder call =
          Spans.span(
              "chat", "gen_ai.operation.name", "chat", "gen_ai.response.finish_reasons", reason);
      assertThat(status(call.setStatus(ok))).isEqualTo(ActionStatus.ERROR);
    }
    for (Object reason : List.of("stop", List.of("stop", "error"))) {
      assertThat(
              status(
                  Spans.span(
                      "chat",
                      "gen_ai.operation.name",
                      "chat",
                      "gen_ai.response.finish_reasons",
                      reason)))
          .isEqualTo(ActionStatus.OK);
    }
  }

  @Test
  void anExceptionFailsAnAgentAndNoOtherSpan() {
    assertThat(status(raised(Spans.span("a", "metaagent.action.kind", "agent"), "ValueError", "x")))
        .isEqualTo(ActionStatus.ERROR);
    assertThat(status(raised(Spans.span("a", "metaagent.action.kind", "tool"), "ValueError", "x")))
        .isEqualTo(ActionStatus.OK);
    assertThat(
            status(
                raised(
                    Spans.span("a", "metaagent.action.kind", "agent"),
                    "asyncio.exceptions.CancelledError",
                    "")))
        .as("cancelled after it had answered")
        .isEqualTo(ActionStatus.OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GraphInterrupt", "langgraph.errors.NodeInterrupt", "langgraph.errors.ParentCommand",
        "<class 'langgraph.errors.GraphBubbleUp'>", "StopIteration", "GeneratorExit"
      })
  void steeringIsNoFailure(String type) {
    Span.Builder span = failed("interrupted", "error.type", type);
    assertThat(status(span)).isEqualTo(ActionStatus.OK);
    assertThat(Spans.mapped(span).error()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "openai.RateLimitError            | RateLimitError",
        "<class 'openai.RateLimitError'>  | RateLimitError",
        "java.net.SocketTimeoutException  | SocketTimeoutException",
        "timeout                          | timeout",
        "429                              | 429",
        "_OTHER                           |",
        "error of x.y kind                | error of x.y kind"
      })
  void theTypeIsTheClassWithoutItsPackage(String sent, @Nullable String type) {
    assertThat(Spans.mapped(failed("", "error.type", sent)).errorType()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RateLimitError: too many            | RateLimitError",
        "openai.RateLimitError('too many')   | RateLimitError",
        "ValueException: x                   | ValueException",
        "Note: nothing                       |",
        "too many requests                   |",
        "TimeoutError                        |"
      })
  void theTypeIsReadFromTheHeadOfTheMessage(String message, @Nullable String type) {
    assertThat(Spans.mapped(failed(message)).errorType()).isEqualTo(type);
  }

  @Test
  void theMessageIsItsFirstLineWithoutATrace() {
    assertThat(Spans.mapped(failed("\n  no such city  \n at line 3")).errorMessage())
        .isEqualTo("no such city");
    assertThat(
            Spans.mapped(
                    failed("no such city Traceback (most recent call last):\n File x.py, line 1"))
                .errorMessage())
        .isEqualTo("no such city");
    assertThat(Spans.mapped(failed("Tool failed:\nno such city\nmore")).errorMessage())
        .isEqualTo("Tool failed: no such city");
    assertThat(Spans.mapped(failed("Tool failed:\nsome\nError: no such city")).errorMessage())
        .isEqualTo("Tool failed: Error: no such city");
  }

  @Test
  void aLongMessageIsCutAndNoCharacterIsHalved() {
    assertThat(Spans.mapped(failed("x".repeat(600))).errorMessage()).hasSize(500);
    String cut = Spans.mapped(failed("x".repeat(499) + "😀😀")).errorMessage();
    assertThat(cut).isEqualTo("x".repeat(499));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "error", "Failed", "run status: error", "Error in agent run"})
  void aStatusThatSaysNothingGivesWay(String message) {
    assertThat(Spans.mapped(raised(failed(message), "ValueError", "no such city")).errorMessage())
        .isEqualTo("no such city");
    assertThat(
            Spans.mapped(failed(message, "error.message", "{\"message\":\"no such city\"}"))
                .errorMessage())
        .isEqualTo("no such city");
    assertThat(
            Spans.mapped(
                    failed(message, "output.value", "Traceback:\n x\nValueError: no such city"))
                .errorMessage())
        .isEqualTo("ValueError: no such city");
    assertThat(Spans.mapped(failed(message)).errorMessage()).isNull();
  }

  @Test
  void anAnswerInJsonIsNoErrorMessage() {
    assertThat(Spans.mapped(failed("", "output.value", "{\"a\":1}")).errorMessage()).isNull();
  }

  @Test
  void theMostExactMessageInsideAnErrorInJsonIsTaken() {
    assertThat(
            Spans.mapped(
                    failed(
                        "",
                        "error.message",
                        "{\"message\":\"bad request\",\"data\":{\"error\":\"no such city\"}}"))
                .errorMessage())
        .isEqualTo("no such city");
  }

  @Test
  void whatIsWellHasNoError() {
    assertThat(Spans.mapped(Spans.span("step")).error()).isNull();
    assertThat(Spans.mapped(Spans.span("step", "error.message", "left over")).error()).isNull();
  }
}
