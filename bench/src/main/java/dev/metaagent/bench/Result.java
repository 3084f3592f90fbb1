package dev.metaagent.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What one run measured, with the machine it ran on and the options it had.
final class Result {

  /// Which direction of a value is an improvement.
  enum Better {
    higher,
    lower
  }

  /// One measured value.
  ///
  /// @param low smallest of `n` repetitions
  /// @param high largest of `n` repetitions
  /// @param n repetitions or samples
  /// @param aim what it should reach
  /// @param baseline the same of the build it is compared with
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String name,
      Object value,
      @Nullable String unit,
      @Nullable Double low,
      @Nullable Double high,
      @Nullable Integer n,
      @Nullable Double aim,
      @Nullable Better better,
      @Nullable Double baseline) {

    static Entry of(String name, double value, String unit, Better better) {
      return new Entry(name, rounded(value), unit, null, null, null, null, better, null);
    }

    Entry aiming(double aim) {
      return new Entry(name, value, unit, low, high, n, aim, better, baseline);
    }

    Entry samples(int samples) {
      return new Entry(name, value, unit, low, high, samples, aim, better, baseline);
    }

    Entry against(double other) {
      return new Entry(name, value, unit, low, high, n, aim, better, rounded(other));
    }

    Entry between(double smallest, double largest) {
      return new Entry(
          name, value, unit, rounded(smallest), rounded(largest), n, aim, better, baseline);
    }
  }

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String what;
  private final boolean json;
  private final PrintStream progress;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, Object> machine = machine();
  private final List<Entry> entries = new ArrayList<>();

  /// @param seed of the load, where one seed makes all of it
  Result(String what, Options options, @Nullable Long seed) {
    this.what = what;
    this.json = options.has("json");
    this.progress = json ? System.err : System.out;
    values.put("what", what);
    values.put("at", Instant.now().toString());
    values.put("commit", options.has("jar") ? "unknown" : commit());
    values.put("machine", machine);
    values.put("seed", seed == null ? "varies" : seed);
    values.put("defaults", options.repeatable());
    values.put("results", entries);
  }

  Result put(Entry entry) {
    entries.add(entry);
    String unit = entry.unit() == null ? "" : entry.unit();
    String baseline = entry.baseline() == null ? "" : "  (baseline " + entry.baseline() + ")";
    String range = entry.low() == null ? "" : "  [" + entry.low() + " to " + entry.high() + "]";
    progress.printf(
        Locale.ROOT, "  %-48s %12s %s%s%s%n", entry.name(), entry.value(), unit, range, baseline);
    return this;
  }

  Result put(String name, Object value) {
    return put(new Entry(name, value, null, null, null, null, null, null, null));
  }

  Result put(String name, long value) {
    return put(name, (Object) value);
  }

  Result put(String name, double value) {
    return put(name, (Object) rounded(value));
  }

  Result put(String name, double value, String unit, Better better) {
    return put(Entry.of(name, value, unit, better));
  }

  void say(String line) {
    progress.println(line);
  }

  private static double rounded(double value) {
    double scale = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 100 : 10_000;
    return Math.round(value * scale) / scale;
  }

  /// Writes to `--out`, else to a file of its own in the folder of results; prints with `--json`.
  void write(Options options) throws IOException {
    machine.put("loadAfter", load());
    String text = JSON.writeValueAsString(values) + "\n";
    Path file =
        options.has("out")
            ? Path.of(options.text("out", ""))
            : Path.of(options.text("results", "bench/results"))
                .resolve(what + "-" + STAMP.format(Instant.now()) + ".json");
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
    say("  written: " + file);
    if (json) {
      System.out.print(text);
    }
  }

  private static String commit() {
    return System.getProperty("metaagent.commit", "unknown");
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

  private static String load() {
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
