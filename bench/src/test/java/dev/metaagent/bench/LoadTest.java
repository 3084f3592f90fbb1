package dev.metaagent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.util.JsonFormat;
import dev.metaagent.bench.traffic.Load;
import dev.metaagent.bench.traffic.Request;
import dev.metaagent.bench.traffic.TraceTemplate.Encoding;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final long NOW = 1_790_000_000_000_000_000L;

  @Test
  void aRequestIsValidProtobufOfTenSpansForEachTrace() throws Exception {
    Request request = new Load(1, Encoding.PROTOBUF, 3).take(NOW);

    List<Span> spans = spans(ExportTraceServiceRequest.parseFrom(request.body()));

    assertThat(spans).hasSize(30);
    assertThat(spans).allSatisfy(span -> assertThat(span.getTraceId().size()).isEqualTo(16));
    assertThat(spans.stream().map(Span::getTraceId).distinct()).hasSize(3);
    assertThat(spans.stream().map(Span::getSpanId).distinct()).hasSize(30);
    assertThat(spans.getFirst().getEndTimeUnixNano()).isEqualTo(NOW);
  }

  @Test
  void aSpanHasTheSizeThatLangGraphSends() {
    assertThat(new Load(1, Encoding.PROTOBUF, 1).bytesPerSpan()).isCloseTo(2_100, within(100.0));
  }

  @Test
  void everyTraceHasFreshIdsAndContent() throws Exception {
    Load load = new Load(1, Encoding.PROTOBUF, 1);
    Set<Object> seen = new HashSet<>();
    for (int trace = 0; trace < 200; trace++) {
      Span root = spans(ExportTraceServiceRequest.parseFrom(load.take(NOW).body())).getFirst();
      assertThat(seen.add(root.getTraceId())).isTrue();
      assertThat(seen.add(attribute(root, "input.value"))).isTrue();
    }
  }

  @Test
  void theTurnsOfAConversationRepeatItsHistory() throws Exception {
    Load load = new Load(1, Encoding.PROTOBUF, 1);
    List<Span> first = spans(ExportTraceServiceRequest.parseFrom(load.take(NOW).body()));
    List<Span> second = spans(ExportTraceServiceRequest.parseFrom(load.take(NOW).body()));

    assertThat(attribute(second.getFirst(), "session.id"))
        .isEqualTo(attribute(first.getFirst(), "session.id"));
    assertThat(attribute(second.get(1), "input.value").substring(0, 500))
        .isEqualTo(attribute(first.get(1), "input.value").substring(0, 500));
  }

  @Test
  void jsonSaysTheSameAsProtobuf() throws Exception {
    Request protobuf = new Load(1, Encoding.PROTOBUF, 2).take(NOW);
    Request json = new Load(1, Encoding.JSON, 2).take(NOW);

    ExportTraceServiceRequest.Builder parsed = ExportTraceServiceRequest.newBuilder();
    JsonFormat.parser().merge(new String(json.body(), StandardCharsets.UTF_8), parsed);

    // ids are hex in OTLP's JSON, which protobuf's parser reads as base64: compare all but ids
    assertThat(spans(parsed.build()).stream().map(LoadTest::withoutIds))
        .isEqualTo(
            spans(ExportTraceServiceRequest.parseFrom(protobuf.body())).stream()
                .map(LoadTest::withoutIds)
                .toList());
  }

  private static Span withoutIds(Span span) {
    return span.toBuilder().clearTraceId().clearSpanId().clearParentSpanId().build();
  }

  private static List<Span> spans(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  private static String attribute(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .findFirst()
        .orElseThrow()
        .getValue()
        .getStringValue();
  }
}
