package dev.metaagent.privacy;

import dev.metaagent.statistics.Rate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Prints how much of what is labelled is found, by class, and how fast; writes it down.
///
/// Arguments: the folder of results, then `--data DIR` (labelled texts of your own, see {@link
/// LabelledTexts}), `--out FILE`, `--json` (only the result is printed, as JSON), `--wrong` (what
/// was missed and invented).
final class PrivacyBench {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final List<Map<String, Object>> results = new ArrayList<>();
  private final PrintStream out;
  private final boolean wrong;

  private PrivacyBench(PrintStream out, boolean wrong) {
    this.out = out;
    this.wrong = wrong;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> given = List.of(arguments);
    boolean json = given.contains("--json");
    PrintStream progress = json ? System.err : System.out;
    Instant now = Clock.systemUTC().instant();
    PrivacyBench bench = new PrivacyBench(progress, given.contains("--wrong"));
    String data = option(given, "--data");
    if (data != null && !Files.isDirectory(Path.of(data))) {
      System.err.println("--data names a folder with *.json; there is none at " + data);
      System.exit(2);
    }
    bench.measure(data);
    Map<String, Object> result = bench.result(now);
    String chosen = option(given, "--out");
    Path folder = Path.of(given.isEmpty() ? "bench/results" : given.getFirst());
    Path file =
        chosen == null ? folder.resolve("privacy-" + STAMP.format(now) + ".json") : Path.of(chosen);
    write(result, file);
    progress.println("  written: " + file);
    if (json) {
      System.out.println(JSON.writeValueAsString(result));
    }
  }

  private static @Nullable String option(List<String> given, String name) {
    int at = given.indexOf(name);
    if (at >= 0 && at + 1 >= given.size()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return at < 0 ? null : given.get(at + 1);
  }

  private void measure(@Nullable String folder) throws Exception {
    Optional<LabelledTexts> others =
        folder == null ? LabelledTexts.shared() : Optional.of(LabelledTexts.in(Path.of(folder)));
    if (others.isPresent()) {
      out.println("Labelled texts of others");
      scores("", others.get().structured(), .97, .98);
      scores("", others.get().persons(), .6, .9);
      personSpeed(others.get());
    } else {
      out.println("There are no labelled texts of others: name their folder with --data DIR.");
    }
    if (folder == null) {
      out.println("Texts of this repository, secrets drawn twenty times");
      scores("own", CorpusTest.scores(), .98, .98);
      out.println("Speed on one core, over recorded LangGraph telemetry");
      PrivacySpeed.measured(out).forEach(this::number);
    }
  }

  private void scores(String prefix, Scores scores, double recall, double precision) {
    out.println(scores.table());
    if (wrong) {
      scores.wrong().stream().distinct().forEach(out::println);
    }
    if (scores.byKind().size() > 1) {
      score(prefix + "All", scores.total(), recall, precision);
    }
    scores.byKind().forEach((kind, score) -> score(prefix + camel(kind), score, recall, precision));
  }

  private void score(String name, Scores.Score score, double recall, double precision) {
    rate("recall" + name, score.hit, score.labelled - score.hit, recall);
    rate("precision" + name, score.right, score.found - score.right, precision);
  }

  private void rate(String name, int right, int wrongs, double aim) {
    Rate rate = Rate.of(right, wrongs, 0);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("value", rounded(rate.value()));
    entry.put("unit", "share");
    entry.put("low", rounded(rate.low()));
    entry.put("high", rounded(rate.high()));
    entry.put("n", rate.n());
    entry.put("aim", aim);
    entry.put("better", "higher");
    entry.put("baseline", null);
    results.add(entry);
  }

  private void number(String name, double value) {
    out.printf(Locale.ROOT, "  %-28s %10.2f%n", name, value);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("value", rounded(value));
    entry.put("unit", unit(name));
    entry.put("better", name.endsWith("MbPerSecond") ? "higher" : "lower");
    results.add(entry);
  }

  private static String unit(String name) {
    if (name.endsWith("MbPerSecond")) {
      return "MB/s";
    }
    return name.endsWith("MicrosPerSpan") ? "µs" : name.startsWith("share") ? "share" : "bytes";
  }

  /// How fast texts are searched with and without names of people.
  private void personSpeed(LabelledTexts texts) {
    number("textsMbPerSecond", PrivacySpeed.texts(texts, Texts.POLICY));
    number("textsWithPersonsMbPerSecond", PrivacySpeed.texts(texts, Texts.WITH_PERSONS));
  }

  private static @Nullable Double rounded(@Nullable Double value) {
    return value == null ? null : Math.round(value * 1e4) / 1e4;
  }

  private static String camel(String kind) {
    StringBuilder name = new StringBuilder();
    for (String word : kind.split("_", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name.toString();
  }

  private Map<String, Object> result(Instant now) {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("java", System.getProperty("java.vm.version"));
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("what", "privacy");
    result.put("at", now.toString());
    result.put("commit", System.getProperty("metaagent.commit", "unknown"));
    result.put("machine", machine);
    result.put("seed", 1);
    result.put("defaults", true);
    result.put("results", results);
    return result;
  }

  private static void write(Map<String, Object> result, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(Objects.requireNonNull(folder));
    Files.writeString(file, JSON.writeValueAsString(result) + "\n");
  }
}
