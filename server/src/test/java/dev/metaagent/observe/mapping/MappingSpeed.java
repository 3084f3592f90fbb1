package dev.metaagent.observe.mapping;

import dev.metaagent.observe.captures.Captures;
import dev.metaagent.observe.captures.Captures.Capture;
import dev.metaagent.observe.captures.Captures.Request;
import dev.metaagent.observe.otlp.ContentType;
import dev.metaagent.observe.otlp.OtlpDecoder;
import dev.metaagent.observe.otlp.UndecodableException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** Prints how many spans one core decodes and maps in a second, over all captures. */
final class MappingSpeed {
  private static final long NANOS_PER_ROUND = 4_000_000_000L;

  private MappingSpeed() {}

  public static void main(String[] args) throws UndecodableException {
    List<byte[]> protobuf = new ArrayList<>();
    List<byte[]> json = new ArrayList<>();
    for (Capture capture : Captures.all()) {
      for (Request request : capture.requests()) {
        if (!request.isLogs() && request.type() == ContentType.PROTOBUF) {
          protobuf.add(request.body());
          json.add(JsonMapper.shared().writeValueAsBytes(request.decoded()));
        }
      }
    }
    for (int round = 0; round < 2; round++) {
      measure("protobuf decode       ", ContentType.PROTOBUF, protobuf, false);
      measure("protobuf decode + map ", ContentType.PROTOBUF, protobuf, true);
      measure("json decode           ", ContentType.JSON, json, false);
      measure("json decode + map     ", ContentType.JSON, json, true);
    }
  }

  private static void measure(String what, ContentType type, List<byte[]> bodies, boolean map)
      throws UndecodableException {
    long start = System.nanoTime();
    long spans = 0;
    long bytes = 0;
    long check = 0;
    while (System.nanoTime() - start < NANOS_PER_ROUND) {
      for (byte[] body : bodies) {
        bytes += body.length;
        ExportTraceServiceRequest request = OtlpDecoder.traces(type, body);
        for (ResourceSpans group : request.getResourceSpansList()) {
          for (ScopeSpans scoped : group.getScopeSpansList()) {
            SpanMapping mapping = SpanMapping.of(group.getResource(), scoped.getScope());
            for (Span span : scoped.getSpansList()) {
              spans++;
              check += map ? mapping.map(span).spanId() : span.getSpanId().size();
            }
          }
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s %,9.0f spans/s  %6.2f us/span  %6.1f MB/s  (%d)%n",
        what,
        spans / seconds,
        seconds * 1e6 / spans,
        bytes / seconds / 1e6,
        check & 1);
  }
}
