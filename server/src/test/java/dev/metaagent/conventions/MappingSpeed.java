package dev.metaagent.conventions;

import dev.metaagent.ingest.otlp.ContentType;
import dev.metaagent.ingest.otlp.OtlpDecoder;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures.Capture;
import dev.metaagent.testing.Captures.Request;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;

/** How many spans one core maps in a second, over recorded telemetry. */
final class MappingSpeed {
  private static final long NANOS = 3_000_000_000L;

  /** One measurement. */
  record Rate(double spansPerSecond, double megabytesPerSecond) {}

  private final List<byte[]> bodies = new ArrayList<>();
  private final List<ExportTraceServiceRequest> decoded = new ArrayList<>();
  private long sum;

  MappingSpeed(List<Capture> captures) throws UndecodableException {
    for (Capture capture : captures) {
      for (Request request : capture.requests()) {
        if (!request.isLogs() && request.type() == ContentType.PROTOBUF) {
          bodies.add(request.body());
          decoded.add(OtlpDecoder.traces(request.type(), request.body()));
        }
      }
    }
  }

  /** Mapping alone, of decoded spans. */
  Rate mapping() throws UndecodableException {
    return best(decoded::get);
  }

  /** Decoding protobuf, and mapping. */
  Rate decodingAndMapping() throws UndecodableException {
    return best(at -> OtlpDecoder.traces(ContentType.PROTOBUF, bodies.get(at)));
  }

  private interface Source {
    ExportTraceServiceRequest at(int index) throws UndecodableException;
  }

  /** The better of two rounds: the first warms up. */
  private Rate best(Source source) throws UndecodableException {
    Rate first = round(source);
    Rate second = round(source);
    return first.spansPerSecond() > second.spansPerSecond() ? first : second;
  }

  private Rate round(Source source) throws UndecodableException {
    long start = System.nanoTime();
    long spans = 0;
    long bytes = 0;
    while (System.nanoTime() - start < NANOS) {
      for (int i = 0; i < bodies.size(); i++) {
        bytes += bodies.get(i).length;
        spans += map(source.at(i));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Rate(spans / seconds, bytes / seconds / 1e6);
  }

  private long map(ExportTraceServiceRequest request) {
    long spans = 0;
    for (ResourceSpans group : request.getResourceSpansList()) {
      for (ScopeSpans scoped : group.getScopeSpansList()) {
        SpanMapping mapping = SpanMapping.of(group.getResource(), scoped.getScope());
        for (Span span : scoped.getSpansList()) {
          spans++;
          sum += mapping.map(span).spanId();
        }
      }
    }
    return spans;
  }

  /** Something that depends on all the work, so that none of it can be left out. */
  long sum() {
    return sum;
  }
}
