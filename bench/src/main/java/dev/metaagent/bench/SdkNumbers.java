package dev.metaagent.bench;

import dev.metaagent.bench.Result.Better;
import dev.metaagent.bench.Result.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What the SDKs cost their hosts, each measured by its own program: a step of a governed agent, a
/// governed call against the same one told by plain OpenTelemetry, and the durable log.
final class SdkNumbers {

  private static final String NOBODY = "http://127.0.0.1:9";
  private static final long KILLED_AFTER = 2_000;

  /// What one SDK should reach.
  private record Aims(String language, double decideUs, double overheadUs, double perSecond) {}

  private static final List<Aims> AIMS =
      List.of(
          new Aims("java", 20, 100, 20_000),
          new Aims("python", 200, 1_000, 5_000),
          new Aims("typescript", 200, 1_000, 5_000));

  private final Result result;
  private final int runs;

  SdkNumbers(Result result, int runs) {
    this.result = result;
    this.runs = runs;
  }

  void run(Path folder) throws IOException, InterruptedException {
    for (Aims aims : AIMS) {
      SdkProcess sdk = SdkProcess.of(aims.language());
      if (sdk == null) {
        result.say("  " + aims.language() + ": left out, its SDK cannot be prepared here");
        continue;
      }
      decide(sdk, aims);
      durable(sdk, aims, folder);
      killed(sdk, folder);
    }
  }

  /// The median of several runs, and between which values they lay.
  private void decide(SdkProcess sdk, Aims aims) throws IOException, InterruptedException {
    List<JsonNode> measured = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      measured.add(sdk.run("decide", Map.of(), false));
    }
    String name = "decide" + capital(sdk.language());
    put(name + "P50Us", measured.stream().map(it -> it.path("decideP50Us").asDouble()).toList(), 0);
    put(
        name + "P99Us",
        measured.stream().map(it -> it.path("decideP99Us").asDouble()).toList(),
        aims.decideUs());
    for (int share : new int[] {50, 99}) {
      put(
          "callOverhead" + capital(sdk.language()) + "P" + share + "Us",
          measured.stream().map(it -> overhead(it, share)).toList(),
          share == 99 ? aims.overheadUs() : 0);
    }
  }

  private static double overhead(JsonNode measured, int share) {
    return measured.path("governedP" + share + "Us").asDouble()
        - measured.path("plainP" + share + "Us").asDouble();
  }

  private void put(String name, List<Double> values, double aim) {
    List<Double> sorted = values.stream().sorted().toList();
    Entry entry =
        Entry.of(name, sorted.get(sorted.size() / 2), "us", Better.lower)
            .between(sorted.getFirst(), sorted.getLast())
            .samples(sorted.size());
    result.put(aim > 0 ? entry.aiming(aim) : entry);
  }

  private void durable(SdkProcess sdk, Aims aims, Path folder)
      throws IOException, InterruptedException {
    List<Double> rates = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Path data = folder.resolve("durable-" + sdk.language() + "-" + run);
      rates.add(sdk.run("durable", environment(NOBODY, data), true).path("perSecond").asDouble());
    }
    List<Double> sorted = rates.stream().sorted().toList();
    result.put(
        Entry.of(
                "durable" + capital(sdk.language()) + "PerSecond",
                sorted.get(sorted.size() / 2),
                "spans/s",
                Better.higher)
            .between(sorted.getFirst(), sorted.getLast())
            .samples(sorted.size())
            .aiming(aims.perSecond()));
  }

  /// kill -9 while spans are written; another process sends what is on disk.
  private void killed(SdkProcess sdk, Path folder) throws IOException, InterruptedException {
    Path data = folder.resolve("killed-" + sdk.language());
    try (SpanCounter server = new SpanCounter()) {
      Map<String, String> environment = environment(server.url(), data);
      long written = sdk.killedWhenWritten(KILLED_AFTER, environment);
      server.accept();
      sdk.run("send", environment, false);
      result.put(
          Entry.of(
                  "killed" + capital(sdk.language()) + "Lost",
                  (double) Math.max(0, written - server.spans()),
                  "spans",
                  Better.lower)
              .samples((int) written)
              .aiming(0));
    }
  }

  private static Map<String, String> environment(String url, Path data) throws IOException {
    Files.createDirectories(data);
    return Map.of(
        "METAAGENT_URL",
        url,
        "METAAGENT_KEY",
        "bench",
        "METAAGENT_DURABLE",
        "on",
        "METAAGENT_SDK_DATA",
        data.toString());
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
