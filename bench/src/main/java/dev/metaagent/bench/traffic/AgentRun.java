package dev.metaagent.bench.traffic;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of an agent as its spans in the order in which they end, children before parents, as a
/// span processor exports them. Ids and texts follow from {@link Numbers}.
public final class AgentRun {

  static final String OPENINFERENCE = "openinference.instrumentation.langchain";
  static final String OPENLLMETRY = "opentelemetry.instrumentation.openai.v1";

  /// A span and the instrumentation scope that emits it.
  public record Emitted(String scope, Span span) {}

  private static final long MILLI = 1_000_000;
  private static final int STEP_SPANS = 7;
  private static final int CALLS = 5;

  private final Numbers numbers;
  private final List<Emitted> spans = new ArrayList<>();
  private long clock;

  private AgentRun(Numbers numbers, long duration) {
    this.numbers = numbers;
    this.clock = numbers.endsAt() - duration;
  }

  /// A root and sequential steps of a model call and three tools: 7 spans a step of about 2 kB.
  public static List<Emitted> ofSteps(Numbers numbers, String agent, int steps) {
    long duration = (steps * 5L + 1) * 40 * MILLI;
    AgentRun run = new AgentRun(numbers, duration);
    long begin = run.clock;
    ByteString root = run.id(0);
    for (int step = 0; step < steps; step++) {
      run.step(root, 1 + step * STEP_SPANS);
    }
    run.add(run.chain(root, null, agent, begin, numbers.endsAt()), OPENINFERENCE);
    return run.inOrderOfEnding();
  }

  private void step(ByteString root, int first) {
    long begin = clock;
    ByteString assistant = id(first);
    add(model(id(first + 1), assistant, first, clock, advance()), OPENINFERENCE);
    add(chain(id(first + 2), assistant, "route", clock, advance()), OPENINFERENCE);
    add(chain(assistant, root, "assistant", begin, clock), OPENINFERENCE);
    begin = clock;
    ByteString tools = id(first + 3);
    for (int tool = 4; tool < STEP_SPANS; tool++) {
      add(tool(id(first + tool), tools, first + tool, clock, advance()), OPENINFERENCE);
    }
    add(chain(tools, root, "tools", begin, clock + MILLI), OPENINFERENCE);
  }

  /// A root with one wide step below it: three of four are model calls that overlap in time, some
  /// inside others, the fourth is a tool.
  public static List<Emitted> ofParallelCalls(Numbers numbers, String agent, int spans) {
    long duration = spans * 20L * MILLI + 3_000 * MILLI;
    AgentRun run = new AgentRun(numbers, duration);
    long begin = run.clock;
    ByteString root = run.id(0);
    ByteString fan = run.id(1);
    for (int call = 2; call < spans; call++) {
      long start = begin + call * 20L * MILLI;
      long end = start + 200 * MILLI + Long.remainderUnsigned(numbers.text(call), 2_000) * MILLI;
      Span.Builder span =
          call % 4 == 0
              ? run.tool(run.id(call), fan, call, start, end)
              : run.model(run.id(call), fan, call, start, end);
      run.add(span, OPENINFERENCE);
    }
    long end = numbers.endsAt();
    run.add(run.chain(fan, root, "map", begin, end - MILLI), OPENINFERENCE);
    run.add(run.chain(root, null, agent, begin, end), OPENINFERENCE);
    return run.inOrderOfEnding();
  }

  /// A root and five steps whose model call two instrumentations tell, the client's span inside the
  /// framework's: 21 spans.
  public static List<Emitted> toldTwice(Numbers numbers, String agent) {
    AgentRun run = new AgentRun(numbers, (CALLS * 2L + 1) * 40 * MILLI);
    long begin = run.clock;
    ByteString root = run.id(0);
    for (int call = 0; call < CALLS; call++) {
      int first = 1 + call * 4;
      long start = run.clock;
      ByteString step = run.id(first);
      ByteString outer = run.id(first + 1);
      long end = run.advance();
      run.add(run.client(run.id(first + 2), outer, first, start + MILLI, end - MILLI), OPENLLMETRY);
      run.add(run.model(outer, step, first, start, end), OPENINFERENCE);
      run.add(run.tool(run.id(first + 3), step, first, run.clock, run.advance()), OPENINFERENCE);
      run.add(run.chain(step, root, "assistant", start, run.clock), OPENINFERENCE);
    }
    run.add(run.chain(root, null, agent, begin, numbers.endsAt()), OPENINFERENCE);
    return run.inOrderOfEnding();
  }

  private long advance() {
    clock += 40 * MILLI;
    return clock - 1_000;
  }

  private ByteString id(int span) {
    return ByteString.copyFrom(numbers.spanId(span));
  }

  private void add(Span.Builder span, String scope) {
    spans.add(new Emitted(scope, span.build()));
  }

  private List<Emitted> inOrderOfEnding() {
    spans.sort(Comparator.comparingLong(emitted -> emitted.span().getEndTimeUnixNano()));
    return List.copyOf(spans);
  }

  private Span.Builder span(
      ByteString id, @Nullable ByteString parent, String name, long start, long end) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(numbers.traceId()))
            .setSpanId(id)
            .setName(name)
            .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(end)
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK));
    if (parent != null) {
      span.setParentSpanId(parent);
    }
    return span.addAttributes(text("session.id", Long.toHexString(numbers.session())));
  }

  private Span.Builder chain(
      ByteString id, @Nullable ByteString parent, String name, long start, long end) {
    return span(id, parent, name, start, end)
        .addAttributes(text("openinference.span.kind", "CHAIN"))
        .addAttributes(text("input.value", messages(0, 5)))
        .addAttributes(text("output.value", messages(5, 1)));
  }

  private Span.Builder model(ByteString id, ByteString parent, int number, long start, long end) {
    return span(id, parent, "ChatOpenAI", start, end)
        .addAttributes(text("openinference.span.kind", "LLM"))
        .addAttributes(text("llm.model_name", "gpt-5-mini-2025-08-07"))
        .addAttributes(text("llm.provider", "openai"))
        .addAttributes(number("llm.token_count.prompt", 400 + number))
        .addAttributes(number("llm.token_count.completion", 50 + number))
        .addAttributes(text("input.value", messages(0, 6)))
        .addAttributes(text("output.value", message(200 + number, 300)));
  }

  private Span.Builder client(ByteString id, ByteString parent, int number, long start, long end) {
    return span(id, parent, "openai.chat", start, end)
        .addAttributes(text("gen_ai.operation.name", "chat"))
        .addAttributes(text("gen_ai.system", "openai"))
        .addAttributes(text("gen_ai.request.model", "gpt-5-mini"))
        .addAttributes(text("gen_ai.response.model", "gpt-5-mini-2025-08-07"))
        .addAttributes(number("gen_ai.usage.input_tokens", 400 + number))
        .addAttributes(number("gen_ai.usage.output_tokens", 50 + number))
        .addAttributes(text("gen_ai.prompt.0.role", "user"))
        .addAttributes(text("gen_ai.prompt.0.content", message(0, 300)))
        .addAttributes(text("gen_ai.completion.0.content", message(200 + number, 300)));
  }

  private Span.Builder tool(ByteString id, ByteString parent, int number, long start, long end) {
    return span(id, parent, "lookup_order", start, end)
        .addAttributes(text("openinference.span.kind", "TOOL"))
        .addAttributes(text("tool.name", "lookup_order"))
        .addAttributes(text("input.value", "{\"id\":\"" + number + "\"}"))
        .addAttributes(text("output.value", message(1_000 + number, 285)));
  }

  /// The conversation of the session, which its spans repeat.
  private String messages(int first, int count) {
    StringBuilder list = new StringBuilder("{\"messages\":[");
    for (int message = first; message < first + count; message++) {
      list.append(message == first ? "" : ",").append(message(message, 260));
    }
    return list.append("]}").toString();
  }

  private String message(int text, int length) {
    byte[] words = new byte[length];
    Words.fill(words, length, numbers.text(text));
    return "{\"type\":\"ai\",\"data\":{\"content\":\""
        + new String(words, StandardCharsets.US_ASCII)
        + "\"}}";
  }

  static KeyValue text(String key, String value) {
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
