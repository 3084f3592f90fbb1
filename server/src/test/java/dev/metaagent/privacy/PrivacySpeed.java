package dev.metaagent.privacy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.metaagent.conventions.SpanMapping;
import dev.metaagent.ingest.otlp.ContentType;
import dev.metaagent.ingest.otlp.OtlpDecoder;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// How fast telemetry is looked through on one core, beside decoding and mapping it.
final class PrivacySpeed {

  private static final long ROUND = 3_000_000_000L;

  private final List<byte[]> bodies = new ArrayList<>();
  private final Map<String, Double> results = new LinkedHashMap<>();
  private long bytes;
  private long spans;

  private final PrintStream out;

  private PrivacySpeed(PrintStream out) {
    this.out = out;
    for (Captures.Capture capture : Captures.all()) {
      if (capture.folder().startsWith("langgraph")) {
        capture.requests().stream()
            .filter(request -> !request.isLogs() && request.type() == ContentType.PROTOBUF)
            .forEach(request -> bodies.add(request.body()));
      }
    }
  }

  /// Measures; the numbers by name.
  static Map<String, Double> measured(PrintStream out) throws UndecodableException, IOException {
    PrivacySpeed speed = new PrivacySpeed(out);
    if (speed.bodies.isEmpty()) {
      return Map.of();
    }
    CleanedTextCache memory = new CleanedTextCache();
    for (int round = 0; round < 2; round++) {
      speed.run("decode", () -> null, false);
      speed.run("decodeAndMap", () -> null, true);
      speed.run("decodeAndSanitizeNew", () -> new Sanitizer(Texts.POLICY, null), false);
      speed.run("decodeAndSanitize", () -> new Sanitizer(Texts.POLICY, memory), false);
    }
    return speed.numbers();
  }

  /// Megabytes of texts searched in a second, none of which was seen before.
  static double texts(LabelledTexts texts, PrivacyPolicy policy) {
    TextCleaner cleaner = new TextCleaner(policy, null);
    double best = 0;
    for (int round = 0; round < 3; round++) {
      long begun = cpu();
      long characters = 0;
      while (cpu() - begun < ROUND / 6) {
        texts.texts().forEach(text -> cleaner.clean(text.text(), 0));
        characters += texts.characters();
      }
      best = Math.max(best, characters / ((cpu() - begun) / 1e3));
    }
    return best;
  }

  private Map<String, Double> numbers() {
    double decode = get("decode");
    double map = get("decodeAndMap") - decode;
    double fresh = get("decodeAndSanitizeNew") - decode;
    double repeated = get("decodeAndSanitize") - decode;
    double perSpan = bytes / (double) spans;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("bytesPerSpan", perSpan);
    numbers.put("decodeMicrosPerSpan", decode);
    numbers.put("mapMicrosPerSpan", map);
    numbers.put("sanitizeNewMicrosPerSpan", fresh);
    numbers.put("sanitizeMicrosPerSpan", repeated);
    numbers.put("sanitizeNewMbPerSecond", perSpan / fresh);
    numbers.put("sanitizeMbPerSecond", perSpan / repeated);
    numbers.put("shareOfPreparation", repeated / (decode + map + repeated));
    return numbers;
  }

  private double get(String what) {
    return results.getOrDefault(what, 0.0);
  }

  private void run(
      String what, Supplier<@org.jspecify.annotations.Nullable Sanitizer> sanitizers, boolean map)
      throws InvalidProtocolBufferException, UndecodableException {
    long begun = cpu();
    long check = 0;
    bytes = 0;
    spans = 0;
    while (cpu() - begun < ROUND) {
      for (byte[] body : bodies) {
        bytes += body.length;
        ExportTraceServiceRequest request = OtlpDecoder.traces(ContentType.PROTOBUF, body);
        Sanitizer sanitizer = sanitizers.get();
        if (sanitizer != null) {
          request = sanitizer.traces(request);
        }
        check += process(request, map);
      }
    }
    double micros = (cpu() - begun) / 1e3 / spans;
    results.put(what, micros);
    out.printf(
        Locale.ROOT,
        "  %-24s %7.2f us/span %8.1f MB/s (%d)%n",
        what,
        micros,
        bytes / (double) spans / micros,
        check & 1);
  }

  /// The time that a core worked here, which other load on the machine does not change.
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private long process(ExportTraceServiceRequest request, boolean map) {
    long check = 0;
    for (ResourceSpans group : request.getResourceSpansList()) {
      for (ScopeSpans scoped : group.getScopeSpansList()) {
        SpanMapping mapping = SpanMapping.of(group.getResource(), scoped.getScope());
        for (Span span : scoped.getSpansList()) {
          spans++;
          check += map ? mapping.map(span).spanId() : span.getSpanId().size();
        }
      }
    }
    return check;
  }

  public static void main(String[] arguments) throws Exception {
    measured(System.out)
        .forEach((name, value) -> System.out.printf(Locale.ROOT, "%s %.2f%n", name, value));
  }
}
