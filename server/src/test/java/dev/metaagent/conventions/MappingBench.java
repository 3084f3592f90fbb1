package dev.metaagent.conventions;

import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.Captures.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures the mapping over the recorded telemetry of real frameworks: how much of it is right, per
 * framework and field, and how fast it is. {@code MappingBench <folder of results>}.
 */
final class MappingBench {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private MappingBench() {}

  public static void main(String[] args) throws UndecodableException, IOException {
    List<Capture> captures = Captures.all();
    if (captures.isEmpty()) {
      System.out.println("  The recorded telemetry is not beside the repository.");
      return;
    }
    Accuracy accuracy = new Accuracy();
    for (Capture capture : captures) {
      accuracy.measure(capture);
    }
    System.out.println(accuracy.table());
    accuracy.wrong().forEach(System.out::println);
    Instant now = Clock.systemUTC().instant();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("what", "mapping");
    result.put("at", now.toString());
    result.put("java", System.getProperty("java.vm.version"));
    result.put("cores", Runtime.getRuntime().availableProcessors());
    result.put("mappingVersion", SpanMapping.MAPPING_VERSION);
    result.put("captures", captures.size());
    accuracy.report(result);
    MappingSpeed speed = new MappingSpeed(captures);
    rate(result, "mapping", speed.mapping());
    rate(result, "decodingAndMapping", speed.decodingAndMapping());
    result.put("checksum", Long.toHexString(speed.sum()));
    Path file = Path.of(args[0]).resolve("mapping-" + STAMP.format(now) + ".json");
    Files.writeString(file, JSON.writeValueAsString(result) + "\n");
    System.out.println("  written: bench/results/" + file.getFileName());
  }

  private static void rate(Map<String, Object> result, String what, MappingSpeed.Rate rate) {
    System.out.printf(
        Locale.ROOT,
        "  %-20s %,10.0f spans/s on one core  %6.1f MB/s%n",
        what,
        rate.spansPerSecond(),
        rate.megabytesPerSecond());
    result.put(what + ".spansPerSecondPerCore", Math.round(rate.spansPerSecond()));
    result.put(what + ".megabytesPerSecond", Math.round(rate.megabytesPerSecond() * 10) / 10.0);
  }
}
