package dev.metaagent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.query.Asking;
import dev.metaagent.tenancy.Tenant;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HandoffsAndTimesTest {

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant();
  private final byte[] trace = new byte[16];

  HandoffsAndTimesTest() {
    new Random().nextBytes(trace);
  }

  @Test
  void whoTakesOverFromWhomIsAnEdgeWhicheverEndsFirst() throws InterruptedException {
    Span desk = span(1, 0, "invoke_agent", "Desk", now, Duration.ofSeconds(9));
    Span triage = span(2, 1, "invoke_agent", "Triage", now.plusMillis(10), Duration.ofSeconds(1));
    Span handoff = span(3, 2, "handoff", null, now.plusMillis(500), Duration.ofMillis(1));
    Span refunds = span(4, 1, "invoke_agent", "Refunds", now.plusSeconds(2), Duration.ofSeconds(3));

    send(desk, triage, handoff);
    Asking.eventually(() -> edges().toString().contains("Triage"));
    send(refunds);

    Asking.eventually(() -> edges().size() == 3);
    assertThat(edges())
        .containsExactlyInAnyOrder(
            "Desk nested Triage", "Desk nested Refunds", "Triage handoff Refunds");
  }

  @Test
  void onlyTheRunWithAnImpossibleTimeTakesTheTimeOfItsArrival() {
    Instant longAgo = Instant.parse("1999-01-01T00:00:00Z");
    Span outer = span(1, 0, "invoke_agent", "Outer", now.minusSeconds(5), Duration.ofSeconds(4));
    Span inner = span(2, 1, "invoke_agent", "Inner", longAgo, Duration.ofSeconds(1));

    send(outer, inner);

    JsonNode runs = asking.get("/api/v1/executions").get("items");
    assertThat(runs).hasSize(2);
    for (JsonNode run : runs) {
      Instant started = Instant.parse(run.get("startedAt").asString());
      boolean sent = run.get("agent").toString().contains("Outer");
      assertThat(started.isBefore(now.minusSeconds(4))).as(run.toString()).isEqualTo(sent);
      assertThat(started).isAfter(now.minusSeconds(6));
    }
  }

  @Test
  void aRunWhoseBeginningNeverCameEndsLikeItsLastKnownStep() {
    Span first = span(2, 1, "agent_step", null, now.minusSeconds(9), Duration.ofSeconds(1));
    Span call = span(3, 2, "chat", null, now.minusSeconds(8), Duration.ofMillis(1));
    Span last =
        span(4, 1, "agent_step", null, now.minusSeconds(5), Duration.ofSeconds(2)).toBuilder()
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
            .build();
    send(first, call, last);

    TraceId id = Objects.requireNonNull(Preparation.traceId(ByteString.copyFrom(trace)));
    Tenant.run(
        asking.organization(), () -> asking.bean(Ledger.class).settle(id, now.plusSeconds(60)));

    JsonNode run = asking.get("/api/v1/executions").get("items").get(0);
    assertThat(run.get("status").asString()).isEqualTo("error");
    assertThat(Instant.parse(run.get("endedAt").asString()).toEpochMilli())
        .isEqualTo(now.minusSeconds(3).toEpochMilli());
  }

  @Test
  void aRequestAroundTwoAgentsIsNoRunInWhateverPartsItComes() {
    Span request =
        span(1, 0, "POST /ask", null, now, Duration.ofSeconds(5)).toBuilder()
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .clearAttributes()
            .addAttributes(attribute("http.request.method", "POST"))
            .build();
    send(request);
    assertThat(asking.get("/api/v1/executions").get("items")).isEmpty();

    send(span(2, 1, "invoke_agent", "One", now.plusMillis(1), Duration.ofSeconds(1)));
    assertThat(agents()).containsExactly("One");
    send(span(3, 1, "invoke_agent", "Two", now.plusSeconds(2), Duration.ofSeconds(1)));

    assertThat(agents()).containsExactlyInAnyOrder("One", "Two");
    asking
        .get("/api/v1/executions")
        .get("items")
        .forEach(run -> assertThat(run.get("parentExecutionId").isNull()).isTrue());
  }

  private List<String> agents() {
    List<String> agents = new ArrayList<>();
    asking
        .get("/api/v1/executions")
        .get("items")
        .forEach(run -> agents.add(run.get("agent").get("name").asString()));
    return agents;
  }

  private List<String> edges() {
    JsonNode graph = asking.get("/api/v1/dependencies");
    Map<String, String> names = new HashMap<>();
    graph
        .get("nodes")
        .forEach(node -> names.put(node.get("id").asString(), node.get("name").asString()));
    List<String> edges = new ArrayList<>();
    graph
        .get("edges")
        .forEach(edge ->
            edges.add(
                names.get(edge.get("from").asString())
                    + " "
                    + edge.get("kind").asString()
                    + " "
                    + names.get(edge.get("to").asString())));
    return edges;
  }

  private void send(Span... spans) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    request.addResourceSpansBuilder().addScopeSpansBuilder().addAllSpans(List.of(spans));
    Tenant.run(
        asking.organization(),
        () ->
            asking
                .bean(Intake.class)
                .accept(asking.bean(Preparation.class).traces(request.build())));
  }

  private Span span(
      long id,
      long parent,
      String operation,
      @Nullable String agent,
      Instant start,
      Duration lasting) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(trace))
            .setSpanId(id(id))
            .setName(operation)
            .setStartTimeUnixNano(ExecutionState.nanos(start))
            .setEndTimeUnixNano(ExecutionState.nanos(start.plus(lasting)))
            .addAttributes(attribute("gen_ai.operation.name", operation));
    if (parent != 0) {
      span.setParentSpanId(id(parent));
    }
    if (agent != null) {
      span.addAttributes(attribute("gen_ai.agent.name", agent));
    }
    return span.build();
  }

  private static ByteString id(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).array());
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
