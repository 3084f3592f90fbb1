package dev.metaagent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `bench <what> [--name value ...]`: starts a server of its own over an empty folder, measures,
/// and writes the result. Exits with 1 where a check failed, with 2 where it was called wrongly.
final class Bench {

  private static final List<String> ALL = List.of("ingest", "visible", "query", "live", "idle");
  private static final long SEED = 20_261;

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    String what = arguments.length == 0 ? "all" : arguments[0];
    try {
      Options options = Options.of(arguments);
      for (String one : what.equals("all") ? ALL : List.of(what)) {
        run(one, options);
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(String what, Options options) throws Exception {
    long seed = options.number("seed", options.has("data") ? System.nanoTime() : SEED);
    Result result = new Result(what, options, what.equals("ingest") ? seed : null);
    result.say("Measuring: " + what);
    if (what.equals("ingest") && options.has("baseline")) {
      compare(result, options, seed);
    } else {
      measure(what, result, options, seed);
    }
    result.write(options);
  }

  private static void measure(String what, Result result, Options options, long seed)
      throws Exception {
    String folder = options.text("data", "");
    Path data = folder.isEmpty() ? Files.createTempDirectory("metaagent-bench") : Path.of(folder);
    try (Server server = Server.start(jar(options), data.toAbsolutePath(), Map.of())) {
      switch (what) {
        case "ingest" -> new Ingest(server, seed).run(result, options);
        case "visible" -> new Visible(server, options).run(result);
        case "query" -> new Query(server, options).run(result);
        case "live" -> new Live(server, options).run(result);
        case "govern" -> new Govern(server, jar(options), options).run(result);
        case "idle" -> new Idle(server, options).run(result);
        default -> throw new IllegalArgumentException("There is no measurement " + what + ".");
      }
    } finally {
      if (folder.isEmpty()) {
        delete(data);
      }
    }
  }

  private static void compare(Result result, Options options, long seed) throws Exception {
    Path other = Server.jarIn(Path.of(options.text("baseline", "")));
    Path data = Files.createTempDirectory("metaagent-bench");
    try (Server baseline = Server.start(other, data.resolve("baseline"), Map.of());
        Server candidate = Server.start(jar(options), data.resolve("candidate"), Map.of())) {
      new Comparison(candidate, baseline, seed).run(result, options);
    } finally {
      delete(data);
    }
  }

  private static Path jar(Options options) {
    return options.has("jar") ? Server.jarIn(Path.of(options.text("jar", ""))) : Server.jar();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
