package dev.metaagent.executions;

import com.google.protobuf.ByteString;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.SpanMapping;
import dev.metaagent.executions.assembly.CallScope;
import dev.metaagent.executions.assembly.StoredAction;
import dev.metaagent.kernel.AgentId;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Spans for tests of the assembly that need no server.
public final class Steps {

  static final long START = 1_790_000_000_000_000_000L;

  private Steps() {}

  public static AgentId agent(String name) {
    return new AgentId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  /// A span of an operation, of the agent where one is named; it runs for a millisecond.
  public static PreparedSpan step(long id, long parent, String operation, @Nullable String agent) {
    return step(id, parent, operation, agent, "one", 0, 1_000_000);
  }

  /// A plain HTTP request that nothing is above.
  public static PreparedSpan request(long id) {
    return prepared(
        span(id, 0, "GET", null, 0, 1_000_000)
            .clearAttributes()
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .addAttributes(text("http.request.method", "GET")),
        "http");
  }

  public static PreparedSpan failed(long id, long parent, String operation, String message) {
    Span.Builder span = span(id, parent, operation, null, 0, 1_000_000);
    span.getStatusBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage(message);
    return prepared(span, "one");
  }

  /// A step that took from one moment to another.
  ///
  /// @param from nanoseconds after the start of the trace
  public static PreparedSpan step(
      long id,
      long parent,
      String operation,
      @Nullable String agent,
      String scope,
      long from,
      long to) {
    return prepared(span(id, parent, operation, agent, from, to), scope);
  }

  private static PreparedSpan prepared(Span.Builder span, String scope) {
    MappedSpan mapped =
        SpanMapping.of(
                Resource.newBuilder().addAttributes(text("service.name", "shop")).build(),
                InstrumentationScope.newBuilder().setName(scope).build())
            .map(span.build());
    return new PreparedSpan(mapped, null, null);
  }

  static Span.Builder span(
      long id, long parent, String operation, @Nullable String agent, long from, long to) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(ByteBuffer.allocate(16).putLong(7).putLong(7).flip()))
            .setSpanId(id(id))
            .setName(operation + " " + id)
            .setStartTimeUnixNano(START + from)
            .setEndTimeUnixNano(START + to)
            .addAttributes(text("gen_ai.operation.name", operation));
    if (agent != null) {
      span.addAttributes(text("gen_ai.agent.name", agent));
    }
    return parent == 0 ? span : span.setParentSpanId(id(parent));
  }

  /// The same span as it is stored.
  public static StoredAction stored(PreparedSpan span, long execution, boolean pending) {
    MappedSpan mapped = span.mapped();
    Long scope = CallScope.of(mapped);
    return new StoredAction(
        mapped.spanId(),
        mapped.parentSpanId(),
        execution,
        pending,
        mapped.kind(),
        mapped.startNanos() / 1_000,
        mapped.endNanos() / 1_000,
        scope == null ? CallScope.SEVERAL : scope);
  }

  private static ByteString id(long number) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number).flip());
  }

  static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
