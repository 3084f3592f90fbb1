package dev.metaagent.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program of an SDK that measures itself (`measure` in its folder): started with what it shall
/// do, it prints JSON.
record SdkProcess(String language, List<String> command) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MINUTES = 3;

  /// Of the system property `metaagent.sdk.<language>`; null if the SDK could not be prepared.
  static @Nullable SdkProcess of(String language) {
    String command = System.getProperty("metaagent.sdk." + language, "");
    return command.isBlank() ? null : new SdkProcess(language, List.of(command.split(" ", -1)));
  }

  /// What it measured: the last line.
  JsonNode run(String what, Map<String, String> environment, boolean onOneCore)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("metaagent-sdk", ".log");
    try {
      Process process = builder(what, environment, onOneCore).redirectOutput(said.toFile()).start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(language + " " + what + ": " + Files.readString(said));
      }
      return JSON.readTree(Files.readAllLines(said).getLast());
    } finally {
      Files.deleteIfExists(said);
    }
  }

  /// Ends spans in durable mode until it has said that this many are on disk, and is killed then.
  ///
  /// @return how many it said were on disk
  long killedWhenWritten(long least, Map<String, String> environment)
      throws IOException, InterruptedException {
    Process process = builder("record", environment, false).start();
    long written = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (written < least) {
        String line = lines.readLine();
        if (line == null) {
          throw new IllegalStateException(language + " record ended by itself.");
        }
        written = JSON.readTree(line).path("written").asLong();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return written;
  }

  private ProcessBuilder builder(String what, Map<String, String> environment, boolean onOneCore) {
    List<String> line = new ArrayList<>();
    if (onOneCore && Files.isExecutable(Path.of("/usr/bin/taskset"))) {
      line.addAll(List.of("taskset", "-c", "0"));
    }
    line.addAll(command);
    line.add(what);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("METAAGENT_"));
    builder.environment().putAll(environment);
    return builder;
  }
}
