package dev.metaagent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `bench <what> [name=value ...]`: starts a server of its own over an empty folder, measures, and
/// writes the result.
final class Bench {

  private static final List<String> ALL = List.of("ingest", "visible", "query", "live", "idle");

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    String what = arguments.length == 0 ? "all" : arguments[0];
    Options options = Options.of(arguments);
    for (String one : what.equals("all") ? ALL : List.of(what)) {
      run(one, options);
    }
  }

  private static void run(String what, Options options) throws Exception {
    System.out.println("Measuring: " + what);
    String folder = options.text("data", "");
    Path data = folder.isEmpty() ? Files.createTempDirectory("metaagent-bench") : Path.of(folder);
    Result result = new Result(what);
    try (Server server = Server.start(data.toAbsolutePath(), Map.of())) {
      switch (what) {
        case "ingest" -> new Ingest(server, options).run(result);
        case "visible" -> new Visible(server, options).run(result);
        case "query" -> new Query(server, options).run(result);
        case "live" -> new Live(server, options).run(result);
        case "idle" -> new Idle(server, options).run(result);
        default -> throw new IllegalArgumentException("There is no measurement " + what + ".");
      }
      result.put("loadAfter", Result.load());
      result.write(Path.of(options.text("results", "bench/results")));
    } finally {
      if (folder.isEmpty()) {
        delete(data);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
