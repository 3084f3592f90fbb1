package dev.metaagent.executions.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.metaagent.executions.EpochNanos;
import dev.metaagent.executions.Preparation;
import dev.metaagent.executions.Snapshot;
import dev.metaagent.ingest.IngestQueue;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
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
  void aHandoffInsideAHandoffRepeatsItInWhateverOrderTheyCome() {
    Span desk = span(1, 0, "invoke_agent", "Desk", now, Duration.ofSeconds(9));
    Span outer = span(2, 1, "handoff", null, now.plusMillis(10), Duration.ofSeconds(2));
    Span between = span(3, 2, "agent_step", null, now.plusMillis(20), Duration.ofSeconds(1));
    Span inner = span(4, 3, "handoff", null, now.plusMillis(30), Duration.ofMillis(1));
    assertSame(
        List.of(desk, outer, between, inner),
        List.of(List.of(0, 1, 2, 3), List.of(3, 2, 1, 0), List.of(0, 1, 3, 2)));
  }

  @Test
  void aCallWithoutTokensRepeatsTheOneWithItsResponseIdWhicheverComesFirst() {
    Span desk = span(1, 0, "invoke_agent", "Desk", now, Duration.ofSeconds(9));
    Span first = span(2, 1, "chat", null, now.plusMillis(10), Duration.ofSeconds(1));
    Span silent = span(3, 1, "chat", null, now.plusSeconds(3), Duration.ofSeconds(1));
    KeyValue response = attribute("gen_ai.response.id", "resp-1");
    KeyValue tokens =
        KeyValue.newBuilder()
            .setKey("gen_ai.usage.output_tokens")
            .setValue(AnyValue.newBuilder().setIntValue(7))
            .build();
    assertSame(
        List.of(
            desk,
            first.toBuilder().addAttributes(response).addAttributes(tokens).build(),
            silent.toBuilder().addAttributes(response).build()),
        List.of(List.of(0, 1, 2), List.of(0, 2, 1), List.of(2, 1, 0)));
  }

  @Test
  void callsAtTheTopRepeatEachOtherWhicheverComesFirst() {
    Span outer = span(1, 0, "chat", null, now, Duration.ofSeconds(9));
    Span inner = span(2, 0, "chat", null, now.plusSeconds(1), Duration.ofSeconds(1));
    List<List<Integer>> orders = List.of(List.of(0, 1), List.of(1, 0));
    OrganizationId whole = TestKeys.organization(TestServer.remote());
    sendOfTwo(whole, List.of(outer, inner), List.of(0, 1));
    for (List<Integer> order : orders) {
      OrganizationId parts = TestKeys.organization(TestServer.remote());
      order.forEach(span -> sendOfTwo(parts, List.of(outer, inner), List.of(span)));
      assertThat(Snapshot.ofTelemetry(parts)).isEqualTo(Snapshot.ofTelemetry(whole));
    }
  }

  @Test
  void anAgentBelowOneWhoseOwnPlaceIsNotKnownHasItsPlace() {
    Span desk = span(1, 0, "invoke_agent", "Desk", now, Duration.ofSeconds(9));
    Span step = span(2, 1, "agent_step", null, now.plusMillis(10), Duration.ofSeconds(8));
    Span triage = span(3, 2, "invoke_agent", "Triage", now.plusMillis(20), Duration.ofSeconds(7));
    Span node = span(4, 3, "agent_step", null, now.plusMillis(30), Duration.ofSeconds(6));
    Span writer = span(5, 4, "invoke_agent", "Writer", now.plusMillis(40), Duration.ofSeconds(5));
    List<Span> spans = List.of(desk, step, triage, node, writer);
    OrganizationId whole = TestKeys.organization(TestServer.remote());
    send(whole, spans);
    OrganizationId parts = TestKeys.organization(TestServer.remote());
    send(parts, List.of(triage, node, writer));
    send(parts, List.of(step));
    send(parts, List.of(desk));
    assertThat(Snapshot.ofTelemetry(parts)).isEqualTo(Snapshot.ofTelemetry(whole));
  }

  private void assertSame(List<Span> spans, List<List<Integer>> orders) {
    OrganizationId whole = TestKeys.organization(TestServer.remote());
    send(whole, spans);
    for (List<Integer> order : orders) {
      OrganizationId parts = TestKeys.organization(TestServer.remote());
      order.forEach(span -> send(parts, List.of(spans.get(span))));
      assertThat(Snapshot.ofTelemetry(parts))
          .as("%s", order)
          .isEqualTo(Snapshot.ofTelemetry(whole));
    }
  }

  /// Sends spans of a list, each of an instrumentation of its own.
  private static void sendOfTwo(
      OrganizationId organization, List<Span> spans, List<Integer> which) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int span : which) {
      request
          .addResourceSpansBuilder()
          .addScopeSpansBuilder()
          .setScope(InstrumentationScope.newBuilder().setName("scope " + span))
          .addSpans(spans.get(span));
    }
    send(organization, request.build());
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
        asking.organization(),
        () -> asking.bean(TransactionalTraceWriter.class).settle(id, now.plusSeconds(60)));

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
    send(asking.organization(), List.of(spans));
  }

  private static void send(OrganizationId organization, List<Span> spans) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    request.addResourceSpansBuilder().addScopeSpansBuilder().addAllSpans(spans);
    send(organization, request.build());
  }

  private static void send(OrganizationId organization, ExportTraceServiceRequest request) {
    TestServer server = TestServer.remote();
    Tenant.run(
        organization,
        () ->
            server.bean(IngestQueue.class).accept(server.bean(Preparation.class).traces(request)));
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
            .setStartTimeUnixNano(EpochNanos.nanos(start))
            .setEndTimeUnixNano(EpochNanos.nanos(start.plus(lasting)))
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
