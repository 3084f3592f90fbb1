package dev.metaagent.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Prints how much of what is labelled is found, by class, and how fast; writes it down.
final class PrivacyBench {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private PrivacyBench() {}

  public static void main(String[] arguments) throws Exception {
    Instant now = Clock.systemUTC().instant();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("what", "privacy");
    result.put("at", now.toString());
    result.put("cores", Runtime.getRuntime().availableProcessors());
    result.put("java", System.getProperty("java.vm.version"));
    Scores real = RealTextsTest.scores().orElse(null);
    if (real == null) {
      System.out.println("The labelled texts of others are not beside the repository.");
    } else {
      System.out.println("Labelled texts of others\n" + real.table());
      result.put("textsOfOthers", figures(real));
    }
    Scores own = CorpusTest.scores();
    System.out.println("Texts of this repository, secrets drawn twenty times\n" + own.table());
    result.put("ownTexts", figures(own));
    System.out.println("Speed on one core, over recorded LangGraph telemetry");
    Map<String, Double> speed = PrivacySpeed.measured();
    speed.forEach((name, value) -> System.out.printf(Locale.ROOT, "  %-28s %10.2f%n", name, value));
    speed.forEach((name, value) -> result.put(name, Math.round(value * 100) / 100.0));
    write(result, Path.of(arguments.length > 0 ? arguments[0] : "bench/results"), now);
  }

  private static Map<String, Object> figures(Scores scores) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("all", figures(scores.total()));
    scores.byKind().forEach((kind, score) -> figures.put(kind, figures(score)));
    return figures;
  }

  private static Map<String, Object> figures(Scores.Score score) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("labelled", score.labelled);
    figures.put("recall", Math.round(score.recall() * 1000) / 1000.0);
    figures.put("precision", Math.round(score.precision() * 1000) / 1000.0);
    return figures;
  }

  private static void write(Map<String, Object> result, Path folder, Instant now)
      throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("privacy-" + STAMP.format(now) + ".json");
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(file, json.writeValueAsString(result) + "\n");
    System.out.println("  written: bench/results/" + file.getFileName());
  }
}
