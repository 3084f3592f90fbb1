package dev.metaagent.bench.traffic;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;

/// One run of a LangGraph agent with a tool, as its OpenInference instrumentation emits it: ten
/// spans, of which each repeats the conversation so far. Ids, times and texts are marks that a
/// {@link TraceTemplate} replaces.
public final class LangGraphTrace {

  public static final int SPANS = 10;

  /// Lengths of the texts: question, plan, tool result, second tool result, answer, four of earlier
  /// turns, session.
  static final int[] TEXTS = {175, 140, 285, 206, 402, 190, 302, 182, 292, 16};

  private static final int QUESTION = 0;
  private static final int PLAN = 1;
  private static final int RESULT = 2;
  private static final int RESULT_2 = 3;
  private static final int ANSWER = 4;
  static final int FIRST_OF_HISTORY = 5;
  static final int LAST_OF_HISTORY = 8;
  static final int SESSION = 9;

  private final String agent;
  private final String version;
  private final boolean failing;
  private final List<Span> spans = new ArrayList<>();

  private LangGraphTrace(String agent, String version, boolean failing) {
    this.agent = agent;
    this.version = version;
    this.failing = failing;
  }

  static ExportTraceServiceRequest of(String agent, String version, boolean failing) {
    return new LangGraphTrace(agent, version, failing).build();
  }

  static ByteString traceMark() {
    byte[] mark = new byte[16];
    java.util.Arrays.fill(mark, (byte) 0xC3);
    return ByteString.copyFrom(mark);
  }

  static ByteString spanMark(int span) {
    byte[] mark = new byte[8];
    java.util.Arrays.fill(mark, (byte) 0xA5);
    mark[7] = (byte) span;
    return ByteString.copyFrom(mark);
  }

  /// Nineteen decimal digits, as a time of today has.
  static long timeMark(int span, boolean end) {
    return 1_111_111_111_111_000_000L + span * 2_000L + (end ? 1_000 : 0);
  }

  static String textMark(int text) {
    return "Zq%02d".formatted(text) + "q".repeat(TEXTS[text] - 4);
  }

  private ExportTraceServiceRequest build() {
    String history = history();
    String asked = history + message("human", QUESTION);
    String planned = asked + "," + message("ai", PLAN);
    String looked = planned + "," + message("tool", RESULT) + "," + message("tool", RESULT_2);
    String answered = looked + "," + message("ai", ANSWER);
    span(0, -1, agent, "CHAIN", messages(message("human", QUESTION)), messages(answered));
    span(1, 0, "assistant", "CHAIN", messages(asked), messages(message("ai", PLAN)));
    model(2, 1, asked, PLAN);
    span(3, 1, "route", "CHAIN", messages(planned), "tools");
    span(4, 0, "tools", "CHAIN", messages(message("ai", PLAN)), messages(message("tool", RESULT)));
    tool(5, "lookup_order", RESULT);
    tool(6, "lookup_customer", RESULT_2);
    span(7, 0, "assistant", "CHAIN", messages(looked), messages(message("ai", ANSWER)));
    model(8, 7, looked, ANSWER);
    span(9, 7, "route", "CHAIN", messages(message("ai", ANSWER)), "__end__");
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(resource())
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(
                            InstrumentationScope.newBuilder()
                                .setName("openinference.instrumentation.langchain")
                                .setVersion("0.1.80"))
                        .addAllSpans(spans)))
        .build();
  }

  private Resource resource() {
    return Resource.newBuilder()
        .addAttributes(text("telemetry.sdk.language", "python"))
        .addAttributes(text("telemetry.sdk.name", "opentelemetry"))
        .addAttributes(text("telemetry.sdk.version", "1.45.2"))
        .addAttributes(text("service.version", version))
        .addAttributes(text("deployment.environment.name", "bench"))
        .addAttributes(text("service.name", "acme-assistant"))
        .build();
  }

  private static String history() {
    StringBuilder history = new StringBuilder();
    for (int text = FIRST_OF_HISTORY; text <= LAST_OF_HISTORY; text++) {
      history.append(message(text % 2 == 1 ? "human" : "ai", text)).append(',');
    }
    return history.toString();
  }

  private static String message(String type, int text) {
    return "{\"type\":\"" + type + "\",\"data\":{\"content\":\"" + textMark(text) + "\"}}";
  }

  private static String messages(String list) {
    return "{\"messages\":[" + list + "]}";
  }

  private Span.Builder begin(int number, int parent, String name, String kind) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(traceMark())
            .setSpanId(spanMark(number))
            .setName(name)
            .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
            .setStartTimeUnixNano(timeMark(number, false))
            .setEndTimeUnixNano(timeMark(number, true))
            .setStatus(
                Status.newBuilder()
                    .setCode(
                        failing && (number == 0 || number == 7 || number == 8)
                            ? Status.StatusCode.STATUS_CODE_ERROR
                            : Status.StatusCode.STATUS_CODE_OK));
    if (parent >= 0) {
      span.setParentSpanId(spanMark(parent));
    }
    return span.addAttributes(text("session.id", textMark(SESSION)))
        .addAttributes(text("openinference.span.kind", kind))
        .addAttributes(text("input.mime_type", "application/json"))
        .addAttributes(text("output.mime_type", "application/json"))
        .addAttributes(
            text(
                "metadata",
                "{\"ls_integration\":\"langgraph\",\"langgraph_step\":"
                    + (number / 3 + 1)
                    + ",\"langgraph_node\":\""
                    + name
                    + "\",\"langgraph_path\":[\"__pregel_pull\",\""
                    + name
                    + "\"]}"));
  }

  private void span(int number, int parent, String name, String kind, String input, String output) {
    spans.add(
        begin(number, parent, name, kind)
            .addAttributes(text("input.value", input))
            .addAttributes(text("output.value", output))
            .build());
  }

  private void tool(int number, String name, int result) {
    spans.add(
        begin(number, 4, name, "TOOL")
            .addAttributes(text("tool.name", name))
            .addAttributes(text("tool.description", "Look up what is known about one thing."))
            .addAttributes(text("input.value", "{\"id\":\"1042\"}"))
            .addAttributes(text("output.value", message("tool", result)))
            .build());
  }

  private void model(int number, int parent, String input, int output) {
    spans.add(
        begin(number, parent, "ChatOpenAI", "LLM")
            .addAttributes(text("llm.model_name", "gpt-5-mini-2025-08-07"))
            .addAttributes(text("llm.provider", "openai"))
            .addAttributes(text("llm.system", "openai"))
            .addAttributes(number("llm.token_count.prompt", 400 + number * 90L))
            .addAttributes(number("llm.token_count.completion", 57))
            .addAttributes(number("llm.token_count.total", 457 + number * 90L))
            .addAttributes(number("llm.token_count.prompt_details.cache_read", 128))
            .addAttributes(
                text(
                    "llm.invocation_parameters",
                    "{\"model\":\"gpt-5-mini\",\"stream\":false,\"tools\":[\"lookup_order\",\"lookup_customer\"]}"))
            .addAttributes(text("input.value", messages(input)))
            .addAttributes(text("output.value", messages(message("ai", output))))
            .addAttributes(text("llm.input_messages.0.message.role", "user"))
            .addAttributes(text("llm.input_messages.0.message.content", textMark(QUESTION)))
            .addAttributes(text("llm.output_messages.0.message.role", "assistant"))
            .addAttributes(text("llm.output_messages.0.message.content", textMark(output)))
            .build());
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static KeyValue number(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }
}
