package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.ByteString;
import dev.metaagent.conventions.ReferenceAssembly.Execution;
import dev.metaagent.conventions.Telemetry.SentSpan;
import dev.metaagent.conventions.json.Printed;
import dev.metaagent.conventions.json.Unreadable;
import dev.metaagent.ingest.otlp.ContentType;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.Captures.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What real clients sent of texts, beside what the model behind them said. */
class ClientTextsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A recorded program, and the answers of its model in order. */
  private record Client(String name, Telemetry telemetry, List<JsonNode> answers) {
    RunReading reading() {
      return new RunReading(telemetry);
    }

    String finalText() {
      return answers.isEmpty() ? "" : answers.getLast().path("final").asString("");
    }
  }

  private static List<Client> clients() throws IOException, UndecodableException {
    Path folder = Captures.sharedData().map(data -> data.resolve("clients")).orElse(Path.of(""));
    List<Client> clients = new ArrayList<>();
    if (Captures.sharedData().isPresent() && Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file :
            files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
          clients.add(client(file));
        }
      }
    }
    assumeThat(clients).as("the recordings of clients are beside the repository").isNotEmpty();
    return clients;
  }

  private static Client client(Path file) throws IOException, UndecodableException {
    String name = String.valueOf(file.getFileName()).replace(".json", "");
    List<Request> requests = new ArrayList<>();
    for (JsonNode request : JSON.readTree(Files.readAllBytes(file))) {
      if (request.get("body").isObject()) {
        requests.add(
            new Request(
                request.get("path").asString(),
                ContentType.of("application/json").orElseThrow(),
                ByteString.copyFromUtf8(request.get("body").toString()),
                null));
      }
    }
    List<JsonNode> answers =
        Files.readAllLines(file.resolveSibling(name + ".truth.jsonl")).stream()
            .filter(line -> !line.isBlank())
            .map(JSON::readTree)
            .toList();
    return new Client(name, Telemetry.of(requests), answers);
  }

  @Test
  void theAnswerOfARunIsWhatTheModelSaidLastOrUnknown() throws IOException, UndecodableException {
    int told = 0;
    for (Client client : clients()) {
      RunReading reading = client.reading();
      Execution root = reading.root();
      String output = root == null ? null : reading.output(root);
      assertThat(Objects.requireNonNullElse(output, client.finalText()))
          .as(client.name())
          .isEqualTo(client.finalText());
      told += output == null ? 0 : 1;
    }
    assertThat(told).as("most clients send texts").isGreaterThan(7);
  }

  @Test
  void noActionShowsWhatCannotBeRead() throws IOException, UndecodableException {
    for (Client client : clients()) {
      RunReading reading = client.reading();
      for (SentSpan span : client.telemetry().spans()) {
        ActionContent content = reading.content(span);
        for (JsonNode body : new JsonNode[] {content.input(), content.output()}) {
          if (body != null && body.isString()) {
            assertThat(Unreadable.is(body.stringValue()) || Printed.is(body.stringValue()))
                .as("%s, %s: %s", client.name(), span.span().getName(), body)
                .isFalse();
          }
        }
        if (content.output() != null && span.mapped().kind() != ActionKind.TOOL) {
          assertThat(content.outputText())
              .as("%s, %s", client.name(), span.span().getName())
              .isNotEqualTo("{}")
              .doesNotContain("\"generations\"", "\"init_state\"", "\"kwargs\"");
        }
      }
    }
  }

  @Test
  void detailsOfTokensAreThoseOfTheModel() throws IOException, UndecodableException {
    for (Client client : clients()) {
      List<SentSpan> calls = client.reading().actions(ActionKind.LLM);
      for (int i = 0; i < calls.size() && calls.size() == client.answers().size(); i++) {
        MappedSpan call = calls.get(i).mapped();
        JsonNode answer = client.answers().get(i);
        if (call.inputTokens() != null && call.inputTokens() == answer.path("i").asLong()) {
          assertThat(Objects.requireNonNullElse(call.cacheReadTokens(), answer.get("c").asLong()))
              .as(client.name())
              .isEqualTo(answer.get("c").asLong());
          assertThat(Objects.requireNonNullElse(call.reasoningTokens(), answer.get("r").asLong()))
              .as(client.name())
              .isEqualTo(answer.get("r").asLong());
        }
      }
    }
  }
}
