package dev.metaagent.testing;

import com.google.protobuf.ByteString;
import dev.metaagent.ingest.otlp.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the recorded telemetry: the folder named by {@code metaagent.shared.data}, or {@code
 * ../shared/data} beside the repository.
 */
public final class Captures {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** One request of a recording, and the same as OTLP/JSON where the recording has it. */
  public record Request(
      String path, ContentType type, ByteString bytes, @Nullable JsonNode decoded) {
    public byte[] body() {
      return bytes.toByteArray();
    }

    public boolean isLogs() {
      return path.endsWith("/v1/logs");
    }
  }

  /** One scenario of one framework, with what the model and the tools themselves recorded. */
  public record Capture(String folder, String name, List<Request> requests, JsonNode expectedRun) {
    @Override
    public String toString() {
      return folder + "/" + name;
    }
  }

  private Captures() {}

  /** The folder of shared data; empty in a plain checkout. */
  public static Optional<Path> sharedData() {
    String named = System.getProperty("metaagent.shared.data");
    if (named != null) {
      return Optional.of(Path.of(named)).filter(Files::isDirectory);
    }
    Path at = Path.of("").toAbsolutePath();
    while (at != null) {
      Path candidate = at.resolve("shared/data");
      if (Files.isDirectory(candidate.resolve("otlp"))) {
        return Optional.of(candidate);
      }
      at = at.getParent();
    }
    return Optional.empty();
  }

  /** All captures with expected facts, by folder and name; empty where there is no shared data. */
  public static List<Capture> all() {
    Optional<Path> otlp = sharedData().map(data -> data.resolve("otlp"));
    if (otlp.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(otlp.get())) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !otlp.get().equals(file.getParent()))
          .sorted()
          .map(Captures::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The OTLP/JSON bodies of the LangGraph JS recording, as they were sent. */
  public static List<byte[]> langGraphJs() {
    return sharedData()
        .map(data -> data.resolve("otlp/langgraph-js-otlp.json"))
        .map(file -> {
          List<byte[]> bodies = new ArrayList<>();
          for (JsonNode capture : tree(file).get("captures")) {
            bodies.add(JSON.writeValueAsBytes(capture.get("body")));
          }
          return bodies;
        })
        .orElse(List.of());
  }

  private static Capture read(Path file) {
    JsonNode tree = tree(file);
    List<Request> requests = new ArrayList<>();
    for (JsonNode request : tree.get("requests")) {
      String type = request.get("headers").get("content-type").asString();
      requests.add(
          new Request(
              request.get("path").asString(),
              ContentType.of(type).orElseThrow(),
              ByteString.copyFrom(Base64.getDecoder().decode(request.get("bodyBase64").asString())),
              request.get("decoded")));
    }
    Path folder = file.getParent();
    return new Capture(
        folder == null ? "" : String.valueOf(folder.getFileName()),
        String.valueOf(file.getFileName()).replace(".json", ""),
        requests,
        tree.get("expected").get("runs").get(0));
  }

  private static JsonNode tree(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
