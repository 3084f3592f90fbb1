package dev.metaagent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What one run measured, with the machine it ran on.
final class Result {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String what;
  private final Map<String, Object> values = new LinkedHashMap<>();

  Result(String what) {
    this.what = what;
    values.put("what", what);
    values.put("at", Instant.now().toString());
    values.put("machine", machine());
  }

  Result put(String name, Object value) {
    values.put(name, value);
    System.out.printf(Locale.ROOT, "  %-42s %s%n", name, value);
    return this;
  }

  Result put(String name, long value) {
    return put(name, (Object) value);
  }

  Result put(String name, double value) {
    double scale = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 100 : 10_000;
    return put(name, (Object) (Math.round(value * scale) / scale));
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(what + "-" + STAMP.format(Instant.now()) + ".json");
    Files.writeString(file, JSON.writeValueAsString(values) + "\n");
    System.out.println("  written: bench/results/" + file.getFileName());
  }

  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cpu", first("/proc/cpuinfo", "model name"));
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("memory", first("/proc/meminfo", "MemTotal"));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", System.getProperty("java.vm.version"));
    machine.put("loadBefore", load());
    return machine;
  }

  static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String first(String file, String key) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
