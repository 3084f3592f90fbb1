package dev.metaagent.ingest;

import com.google.protobuf.ByteString;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// A small run of a fictitious agent, to test the whole path without an agent: one tool call and
/// one model call, as an agent sends them.
final class TestTrace {

  private static final String MODEL = "claude-sonnet-4-5";

  private final TraceId trace;
  private final long root;
  private final Instant end;
  private final RandomGenerator random;
  private final List<Span> spans = new ArrayList<>();

  TestTrace(Instant end, RandomGenerator random) {
    this.trace = new TraceId(new UUID(random.nextLong() | 1, random.nextLong() | 1));
    this.root = random.nextLong() | 1;
    this.end = end;
    this.random = random;
    agent();
    tool();
    model();
  }

  ExecutionId execution() {
    return new ExecutionId(trace, root);
  }

  ExportTraceServiceRequest request() {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder().addAttributes(text("service.name", "test-agent")))
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("metaagent.test"))
                        .addAllSpans(spans)))
        .build();
  }

  private void agent() {
    Span.Builder span = span("invoke_agent Test agent", 0, 2_840, 0);
    span.addAttributes(text("gen_ai.operation.name", "invoke_agent"))
        .addAttributes(text("gen_ai.agent.name", "Test agent"))
        .addAttributes(text("gen_ai.conversation.id", "test-conversation"));
    spans.add(span.setSpanId(bytes(root)).build());
  }

  private void tool() {
    spans.add(
        span("execute_tool get_weather", root, 2_600, 2_480)
            .addAttributes(text("gen_ai.operation.name", "execute_tool"))
            .addAttributes(text("gen_ai.tool.name", "get_weather"))
            .addAttributes(text("gen_ai.tool.call.arguments", "{\"city\":\"Zurich\"}"))
            .addAttributes(text("gen_ai.tool.call.result", "{\"sky\":\"clear\",\"celsius\":21}"))
            .build());
  }

  private void model() {
    spans.add(
        span("chat " + MODEL, root, 2_400, 20)
            .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
            .addAttributes(text("gen_ai.operation.name", "chat"))
            .addAttributes(text("gen_ai.provider.name", "anthropic"))
            .addAttributes(text("gen_ai.request.model", MODEL))
            .addAttributes(text("gen_ai.response.model", MODEL))
            .addAttributes(number("gen_ai.usage.input_tokens", 412))
            .addAttributes(number("gen_ai.usage.output_tokens", 38))
            .addAttributes(
                text(
                    "gen_ai.input.messages",
                    """
                    [{"role":"user","parts":[{"type":"text","content":"How is the weather in Zurich?"}]}]\
                    """))
            .addAttributes(
                text(
                    "gen_ai.output.messages",
                    """
                    [{"role":"assistant","parts":[{"type":"text","content":"Clear sky and 21 degrees."}],\
                    "finish_reason":"stop"}]\
                    """))
            .build());
  }

  private Span.Builder span(String name, long parent, long fromMillis, long toMillis) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(
                ByteString.copyFrom(
                    ByteBuffer.allocate(16)
                        .putLong(trace.value().getMostSignificantBits())
                        .putLong(trace.value().getLeastSignificantBits())
                        .flip()))
            .setSpanId(bytes(random.nextLong() | 1))
            .setName(name)
            .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
            .setStartTimeUnixNano(nanos(end.minus(Duration.ofMillis(fromMillis))))
            .setEndTimeUnixNano(nanos(end.minus(Duration.ofMillis(toMillis))))
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK));
    return parent == 0 ? span : span.setParentSpanId(bytes(parent));
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000 + at.getNano();
  }

  private static ByteString bytes(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip());
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
