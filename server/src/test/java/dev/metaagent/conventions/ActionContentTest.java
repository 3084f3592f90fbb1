package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one input and the one output of an action that a reader wants first. */
class ActionContentTest {

  private static ActionContent content(Span.Builder span, LogRecord... logs) {
    return ActionContent.of(
        Resource.getDefaultInstance(),
        InstrumentationScope.getDefaultInstance(),
        span.build(),
        List.of(logs));
  }

  private static Span.Builder call(Object... pairs) {
    return Spans.span("chat", pairs)
        .addAllAttributes(Spans.attributes("metaagent.action.kind", "llm"));
  }

  private static Span.Builder tool(Object... pairs) {
    return Spans.span("lookup", pairs)
        .addAllAttributes(Spans.attributes("metaagent.action.kind", "tool"));
  }

  private static final String MESSAGES =
      "[{\"role\":\"system\",\"content\":\"be kind\"},{\"role\":\"user\",\"content\":\"first\"},"
          + "{\"role\":\"assistant\",\"content\":\"hm\"},{\"role\":\"user\",\"content\":\"last\"}]";

  @Test
  void aCallWasAskedTheLastThingThatTheUserSaid() {
    ActionContent content =
        content(
            call(
                "gen_ai.input.messages",
                MESSAGES,
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"yes\"}]}]"));
    assertThat(content.inputText()).isEqualTo("last");
    assertThat(content.outputText()).isEqualTo("yes");
    assertThat(content.answer()).isEqualTo("yes");
    assertThat(Objects.requireNonNull(content.messages()))
        .extracting(Message::side)
        .containsExactly("input", "input", "input", "input", "output");
  }

  @Test
  void instructionsStandBeforeTheMessages() {
    ActionContent content =
        content(
            call(
                "gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"be brief\"}]",
                "gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"hi\"}]"));
    assertThat(Objects.requireNonNull(content.messages()))
        .extracting(Message::role)
        .containsExactly("system", "user");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gen_ai.tool.call.arguments    | {\"city\":\"Oslo\"}                      |"
            + " {\"city\":\"Oslo\"}",
        "input.value                   | {\"args\":[],\"kwargs\":{\"city\":\"Oslo\"}} |"
            + " {\"city\":\"Oslo\"}",
        "ai.toolCall.args              | {\"city\":\"Oslo\"}                      |"
            + " {\"city\":\"Oslo\"}",
        "traceloop.entity.input        | {\"inputs\":{\"city\":\"Oslo\"},\"tags\":[]} |"
            + " {\"city\":\"Oslo\"}",
        "metaagent.input               | Oslo                                   | Oslo"
      })
  void aToolIsShownWithItsArguments(String name, String sent, String shown) {
    assertThat(content(tool(name, sent)).inputText()).isEqualTo(shown);
  }

  @Test
  void theMostTrustedPlaceOfAToolsResultCounts() {
    assertThat(
            content(tool("output.value", "other", "gen_ai.tool.call.result", "rain")).outputText())
        .isEqualTo("rain");
    assertThat(content(tool("gen_ai.tool.call.result", "", "output.value", "rain")).outputText())
        .isEqualTo("rain");
    assertThat(content(tool()).output()).isNull();
    assertThat(content(tool("input.value", MESSAGES)).messages()).isNull();
  }

  @Test
  void whatACallDecidedIsShownWhereItSaidNothing() {
    ActionContent content =
        content(
            call(
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"name\":\"lookup\","
                    + "\"arguments\":{\"city\":\"Oslo\"}}]}]"));
    assertThat(content.outputText())
        .isEqualTo("[{\"name\":\"lookup\",\"arguments\":{\"city\":\"Oslo\"}}]");
    assertThat(content.answer()).as("a call is no answer to a person").isNull();
  }

  @Test
  void theAnswerOfAnAgentThatMayOnlyCallToolsIsItsFinalAnswer() {
    assertThat(
            content(
                    call(
                        "gen_ai.output.messages",
                        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\","
                            + "\"name\":\"final_answer\",\"arguments\":{\"answer\":\"42\"}}]}]"))
                .answer())
        .isEqualTo("42");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "It rains.                                    | It rains.",
        "StopEvent(result=AgentOutput(response=...    |",
        "<openai.Stream object at 0x7f3a>             |",
        "Note (a=b)                                   | Note (a=b)",
        "f(x) = y                                     | f(x) = y"
      })
  void aPrintedObjectIsNoAnswer(String output, @Nullable String answer) {
    assertThat(
            content(Spans.span("run", "metaagent.action.kind", "agent", "metaagent.output", output))
                .answer())
        .isEqualTo(answer);
  }

  @Test
  void aFailedCallHasNoOutput() {
    Span.Builder failed =
        call("gen_ai.completion", "{\"generations\":[[{\"text\":\"\"}]],\"llm_output\":null}")
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
    assertThat(content(failed).output()).isNull();
    assertThat(content(failed).said()).isNull();
    assertThat(content(tool("output.value", "{}").setStatus(failed.getStatus())).output()).isNull();
    assertThat(content(tool("output.value", "{}")).outputText())
        .as("a tool may well return nothing")
        .isEqualTo("{}");
  }

  @Test
  void whatIsSaidBeforeAToolIsCalledIsNoAnswer() {
    String messages =
        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"I look.\"},"
            + "{\"type\":\"tool_call\",\"name\":\"lookup\"}]}]";
    assertThat(content(call("gen_ai.output.messages", messages)).said()).isNull();
    assertThat(content(call("gen_ai.output.messages", messages)).outputText()).isEqualTo("I look.");
  }

  @Test
  void anAnswerEndsWithItsLastWord() {
    assertThat(
            content(call("gen_ai.completion", "{\"role\":\"assistant\",\"content\":\"yes. \\n\"}"))
                .outputText())
        .isEqualTo("yes.");
    assertThat(content(Spans.span("run", "metaagent.output", "yes.\n")).outputText())
        .isEqualTo("yes.");
  }

  @Test
  void whereTheFirstPlaceSaysNothingTheNextOneIsRead() {
    assertThat(
            content(
                    Spans.span(
                        "run",
                        "output.value",
                        "<coroutine object run at 0x7f>",
                        "traceloop.entity.output",
                        "yes"))
                .outputText())
        .isEqualTo("yes");
  }

  @Test
  void aStepThatRanToolsShowsWhatTheLastOneGave() {
    assertThat(
            content(
                    Spans.span(
                        "tools",
                        "output.value",
                        "{\"messages\":[{\"type\":\"tool\",\"data\":{\"content\":\"rain\",\"tool_call_id\":\"c1\"}}]}"))
                .outputText())
        .isEqualTo("rain");
  }

  @Test
  void aStepThatPassesMessagesOnShowsTheLastOne() {
    String messages =
        "{\"messages\":[{\"lc\":1,\"type\":\"constructor\",\"id\":[\"HumanMessage\"],"
            + "\"kwargs\":{\"content\":\"weather?\"}}]%s}";
    assertThat(content(Spans.span("start", "output.value", messages.formatted(""))).outputText())
        .isEqualTo("weather?");
    assertThat(
            content(Spans.span("route", "output.value", messages.formatted(",\"next\":\"sun\"")))
                .outputText())
        .as("a state is more than its messages")
        .contains("\"next\":\"sun\"");
  }

  @Test
  void documentsAreTheOutputOfARetrieval() {
    ActionContent content =
        content(
            Spans.span(
                "search",
                "openinference.span.kind",
                "RETRIEVER",
                "input.value",
                "weather",
                "retrieval.documents.0.document.id",
                "d1",
                "retrieval.documents.1.document.id",
                "d2"));
    assertThat(content.inputText()).isEqualTo("weather");
    assertThat(content.outputText()).isEqualTo("[{\"id\":\"d1\"},{\"id\":\"d2\"}]");
  }

  @Test
  void messagesInLogRecordsStandInTheirOrder() {
    LogRecord later =
        LogRecord.newBuilder()
            .setEventName("gen_ai.choice")
            .setTimeUnixNano(2)
            .setBody(Spans.value("{\"message\":{\"role\":\"assistant\",\"content\":\"yes\"}}"))
            .build();
    LogRecord earlier =
        LogRecord.newBuilder()
            .setObservedTimeUnixNano(1)
            .addAllAttributes(Spans.attributes("event.name", "gen_ai.user.message"))
            .setBody(Spans.value("{\"content\":\"hi\"}"))
            .build();
    ActionContent content = content(call(), later, earlier);

    assertThat(content.inputText()).isEqualTo("hi");
    assertThat(content.outputText()).isEqualTo("yes");
    assertThat(content.logs())
        .extracting(ActionContent.Log::name)
        .containsExactly("gen_ai.choice", "gen_ai.user.message");
  }

  @Test
  void attributesStayAsTheyWereSent() {
    ActionContent content = content(call("a", "{\"b\":1}", "n", 5));
    assertThat(content.attributes().get("a").stringValue()).isEqualTo("{\"b\":1}");
    assertThat(content.attributes().get("n").intValue()).isEqualTo(5);
  }

  @Test
  void oneRecordSentTwiceIsOneRow() {
    LogRecord log = LogRecord.newBuilder().setTimeUnixNano(5).setBody(Spans.value("hello")).build();
    Resource resource = Resource.getDefaultInstance();
    InstrumentationScope scope = InstrumentationScope.getDefaultInstance();
    MappedLog mapped = LogMapping.map(resource, scope, log);

    assertThat(LogMapping.map(resource, scope, log).rowId()).isEqualTo(mapped.rowId());
    assertThat(LogMapping.map(resource, scope, log.toBuilder().setTimeUnixNano(6).build()).rowId())
        .isNotEqualTo(mapped.rowId());
    assertThat(mapped.hasSpan()).isFalse();
    assertThat(mapped.hasContent()).isFalse();
  }
}
