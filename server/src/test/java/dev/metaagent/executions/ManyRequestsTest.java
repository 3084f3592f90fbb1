package dev.metaagent.executions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.metaagent.ingest.IngestQueue;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// One large trace that comes in many requests: each adds to what is there, whatever the order.
class ManyRequestsTest {

  private static final TestServer SERVER = TestServer.local();
  private static final long TRACE = 0x5EED_0F_A11_7ACEL;

  @Test
  void spansInTheOrderInWhichTheyEndMakeTheSameRowsAsTheWhole() {
    assertSameAsWhole(inOrderOfEnding(20, 40), 37);
  }

  @Test
  void spansInTheOrderInWhichTheyBeganMakeTheSameRowsAsTheWhole() {
    List<Span> spans = inOrderOfEnding(20, 40);
    Collections.reverse(spans);
    assertSameAsWhole(spans, 37);
  }

  @Test
  void shuffledSpansMakeTheSameRowsAsTheWhole() {
    List<Span> spans = inOrderOfEnding(12, 30);
    Collections.shuffle(spans, new Random(7));
    assertSameAsWhole(spans, 29);
  }

  /// How long 50,000 actions in 100 requests take, in each order.
  public static void main(String[] arguments) {
    for (int shape : new int[] {1, 5, 500}) {
      List<Span> ending = inOrderOfEnding(shape, 50_000 / shape);
      List<Span> beginning = new ArrayList<>(ending);
      Collections.reverse(beginning);
      time("root last, " + shape + " nested", ending);
      time("root first, " + shape + " nested", beginning);
    }
    System.exit(0);
  }

  private static void time(String what, List<Span> spans) {
    OrganizationId organization = TestKeys.organization(SERVER);
    long began = System.nanoTime();
    long last = 0;
    for (int at = 0; at < spans.size(); at += 500) {
      long request = System.nanoTime();
      send(organization, spans.subList(at, Math.min(spans.size(), at + 500)));
      last = System.nanoTime() - request;
    }
    System.out.printf(
        "%-26s %6.1f s, last request %5d ms%n",
        what, (System.nanoTime() - began) / 1e9, last / 1_000_000);
  }

  private static void assertSameAsWhole(List<Span> spans, int atOnce) {
    OrganizationId whole = TestKeys.organization(SERVER);
    send(whole, spans);
    OrganizationId parts = TestKeys.organization(SERVER);
    for (int at = 0; at < spans.size(); at += atOnce) {
      send(parts, spans.subList(at, Math.min(spans.size(), at + atOnce)));
    }
    Snapshot expected = Snapshot.ofTelemetry(whole);
    Snapshot actual = Snapshot.ofTelemetry(parts);
    assertThat(expected.rows("executions")).hasSizeGreaterThan(10);
    assertThat(actual).isEqualTo(expected);
  }

  private static void send(OrganizationId organization, List<Span> spans) {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                io.opentelemetry.proto.trace.v1.ResourceSpans.newBuilder()
                    .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
            .build();
    Tenant.run(
        organization,
        () ->
            SERVER.bean(IngestQueue.class).accept(SERVER.bean(Preparation.class).traces(request)));
  }

  /// A lead that runs one agent after the other, each with steps of its own; a span comes when it
  /// has ended, the lead's last.
  private static List<Span> inOrderOfEnding(int agents, int steps) {
    List<Span> spans = new ArrayList<>();
    long start =
        java.time.Clock.systemUTC().instant().minusSeconds(600).getEpochSecond() * 1_000_000_000L;
    long id = 1_000;
    for (int agent = 0; agent < agents; agent++) {
      long agentSpan = 2L + agent;
      for (int step = 0; step < steps; step += 2) {
        long chain = ++id;
        long inner = ++id;
        spans.add(span(inner, chain, start + id, "tool", "execute_tool", step % 7 == 0));
        spans.add(span(chain, agentSpan, start + id, "step", "agent_step", false));
      }
      spans.add(span(agentSpan, 1, start, "worker " + agent % 9, "invoke_agent", false));
    }
    spans.add(span(1, 0, start, "lead", "invoke_agent", false));
    return spans;
  }

  private static Span span(
      long id, long parent, long start, String name, String operation, boolean failed) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(
                ByteString.copyFrom(ByteBuffer.allocate(16).putLong(TRACE).putLong(9).flip()))
            .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip()))
            .setName(name)
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(start + 5_000_000)
            .addAttributes(text("gen_ai.operation.name", operation));
    if (operation.equals("invoke_agent")) {
      span.addAttributes(text("gen_ai.agent.name", name));
    } else if (operation.equals("execute_tool")) {
      span.addAttributes(text("gen_ai.tool.name", name));
    }
    if (parent != 0) {
      span.setParentSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(parent).flip()));
    }
    if (failed) {
      span.getStatusBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("no answer");
    }
    return span.build();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
