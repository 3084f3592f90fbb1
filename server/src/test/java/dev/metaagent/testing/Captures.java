package dev.metaagent.testing;

import com.google.protobuf.ByteString;
import dev.metaagent.ingest.otlp.ContentType;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
  private static final Pattern ENUM_NAMES =
      Pattern.compile("\"((?:SPAN_KIND|STATUS_CODE)_[A-Z]+)\"");

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

  /** What a client library sent in one run, and what the model answered, call by call. */
  public record ClientRun(String name, List<Request> requests, List<JsonNode> answers) {
    @Override
    public String toString() {
      return name;
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

  /** All runs of client libraries, by name; empty where there is no shared data. */
  public static List<ClientRun> clients() {
    Optional<Path> clients = sharedData().map(data -> data.resolve("clients"));
    if (clients.isEmpty() || !Files.isDirectory(clients.get())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(clients.get())) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(Captures::client)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClientRun client(Path file) {
    List<Request> requests = new ArrayList<>();
    for (JsonNode request : tree(file)) {
      String path = request.get("path").asString();
      String body = ENUM_NAMES.matcher(request.get("body").toString()).replaceAll(Captures::number);
      requests.add(
          new Request(
              path.substring(path.indexOf("/v1/")),
              ContentType.of("application/json").orElseThrow(),
              ByteString.copyFromUtf8(body),
              request.get("body")));
    }
    String name = String.valueOf(file.getFileName()).replace(".json", "");
    List<JsonNode> answers = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file.resolveSibling(name + ".truth.jsonl"))) {
        answers.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ClientRun(name, requests, answers);
  }

  /** The recordings spell enums of protobuf bodies by their names. */
  private static String number(MatchResult name) {
    return String.valueOf(
        name.group(1).startsWith("STATUS")
            ? Status.StatusCode.valueOf(name.group(1)).getNumber()
            : Span.SpanKind.valueOf(name.group(1)).getNumber());
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
