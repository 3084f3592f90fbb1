package dev.metaagent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.metaagent.bench.traffic.AgentRun;
import dev.metaagent.bench.traffic.Numbers;
import dev.metaagent.bench.traffic.Request;
import dev.metaagent.bench.traffic.Workload;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamedRunsTest {

  private static final long NOW = 1_790_000_000_000_000_000L;

  @Test
  void childrenAreSentBeforeTheirParentsAndTheRootLast() throws Exception {
    for (String letter : List.of("c", "d", "e")) {
      Workload workload = IngestCase.of(letter, 1).getFirst().workload(1, 0);
      Set<ByteString> sent = new HashSet<>();
      Request request;
      Span last;
      do {
        request = workload.take(0, NOW);
        List<Span> spans = spans(request);
        for (Span span : spans) {
          assertThat(sent).as(letter).doesNotContain(span.getParentSpanId());
          sent.add(span.getSpanId());
        }
        last = spans.getLast();
      } while (!request.last());
      assertThat(last.getParentSpanId().isEmpty()).as(letter).isTrue();
    }
  }

  @Test
  void aLongRunIsFortyRequestsOfFiftySpans() throws Exception {
    Workload workload = IngestCase.of("d", 0).getFirst().workload(1, 0);
    Set<ByteString> traces = new HashSet<>();
    for (int part = 0; part < 40; part++) {
      Request request = workload.take(0, NOW);
      assertThat(request.part()).isEqualTo(part);
      assertThat(request.actions()).isEqualTo(50);
      assertThat(request.last()).isEqualTo(part == 39);
      spans(request).forEach(span -> traces.add(span.getTraceId()));
    }
    assertThat(traces).hasSize(1);
  }

  @Test
  void someModelCallsOfALongRunLieInsideOthers() {
    List<Span> calls =
        AgentRun.ofParallelCalls(new Numbers(1, 1, NOW), "agent", 2_000).stream()
            .map(AgentRun.Emitted::span)
            .filter(span -> span.getName().equals("ChatOpenAI"))
            .toList();

    long inside =
        calls.stream()
            .filter(inner -> calls.stream().anyMatch(outer -> contains(outer, inner)))
            .count();

    assertThat(calls).hasSizeGreaterThan(1_400);
    assertThat(inside).isGreaterThan(500);
  }

  private static boolean contains(Span outer, Span inner) {
    return !outer.getSpanId().equals(inner.getSpanId())
        && outer.getStartTimeUnixNano() <= inner.getStartTimeUnixNano()
        && outer.getEndTimeUnixNano() >= inner.getEndTimeUnixNano();
  }

  @Test
  void interleavedTracesShareTheirTurnsAndEachRequestHoldsOneSpan() throws Exception {
    IngestCase interleaved = IngestCase.of("c", 0).getLast();
    Workload workload = interleaved.workload(1, 0);
    Set<ByteString> traces = new HashSet<>();
    for (int request = 0; request < 50; request++) {
      List<Span> spans = spans(workload.take(0, NOW));
      assertThat(spans).hasSize(1);
      traces.add(spans.getFirst().getTraceId());
    }
    assertThat(traces).hasSize(50);
  }

  @Test
  void clientsAndRepetitionsNeverSendTheSameTrace() throws Exception {
    Set<ByteString> traces = new HashSet<>();
    for (IngestCase one : IngestCase.of("a,b,c,d,e", 0)) {
      for (int run = -1; run < 2; run++) {
        Workload workload = one.workload(5, run);
        Set<ByteString> own = new HashSet<>();
        for (int client = 0; client < one.clients(); client++) {
          Set<ByteString> ofClient = new HashSet<>();
          spans(workload.take(client, NOW)).forEach(span -> ofClient.add(span.getTraceId()));
          assertThat(own).doesNotContainAnyElementsOf(ofClient);
          own.addAll(ofClient);
        }
        assertThat(traces).doesNotContainAnyElementsOf(own);
        traces.addAll(own);
      }
    }
  }

  @Test
  void aSpanHasAboutTheSizeThatLangGraphSends() throws Exception {
    for (String letter : List.of("c", "d", "e")) {
      Workload workload = IngestCase.of(letter, 1).getFirst().workload(1, 0);
      List<Integer> sizes = new ArrayList<>();
      for (int request = 0; request < 200; request++) {
        spans(workload.take(0, NOW)).forEach(span -> sizes.add(span.getSerializedSize()));
      }
      double mean = sizes.stream().mapToInt(Integer::intValue).average().orElseThrow();
      assertThat(mean).as(letter).isCloseTo(1_700, within(600.0));
    }
  }

  private static List<Span> spans(Request request) throws InvalidProtocolBufferException {
    return ExportTraceServiceRequest.parseFrom(request.body()).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }
}
