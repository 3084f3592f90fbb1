package dev.metaagent.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The recorded airline runs, sent by the example's own program and read back through the API.
class AirlineExampleTest {

  private static final String RUNS = "/api/v1/executions?agent=airline-agent&from=-8h&limit=500";

  private final TestServer server = TestServer.local();
  private Path recording = Path.of("");

  @BeforeEach
  void findWhatItNeeds() {
    assumeThat(python()).as("python3 is here").isTrue();
    Path file =
        Captures.sharedData().orElse(Path.of("")).resolve("tau-airline/gpt-4o-airline.json");
    assumeThat(file).as("the recorded runs are in ../shared/data").exists();
    recording = file;
  }

  @Test
  void everyRecordedRunIsAnExecutionWithItsSuccessStepsAndErrors() throws InterruptedException {
    JsonNode recorded = JsonMapper.shared().readTree(recording.toFile());

    assertThat(send()).contains("sent 200 runs of airline-agent (84 reached their goal)");

    List<JsonNode> runs = items(RUNS);
    assertThat(runs).hasSize(200);
    assertThat(runs).filteredOn(run -> run.at("/success/value").asBoolean()).hasSize(84);
    assertThat(items(RUNS + "&failed=true")).hasSize(116);
    assertThat(runs).allSatisfy(AirlineExampleTest::isOneRunOfTheRecording);
    assertThat(runs.stream().mapToInt(run -> run.at("/actionCount").asInt()).sum())
        .isEqualTo(200 + turns(recorded, "assistant") + turns(recorded, "tool"));
    assertThat(
            items("/api/v1/actions?agent=airline-agent&kind=tool&status=error&from=-8h&limit=500"))
        .hasSize(failedCalls(recorded));
    assertThat(counted()).isEqualTo(200);

    JsonNode first = recorded.get(0);
    List<JsonNode> trials = items(RUNS + "&sessionId=airline-task-" + first.at("/task_id").asInt());
    assertThat(trials).hasSize(4);
    JsonNode execution =
        trials.stream()
            .filter(run -> run.at("/attributes/trial").asInt(-1) == first.at("/trial").asInt())
            .findAny()
            .orElseThrow();
    hasTheStepsOf(first, execution.at("/id").asString());

    send("--limit", "20");
    assertThat(items(RUNS)).as("sent again, stored once").hasSize(200);
  }

  private static void isOneRunOfTheRecording(JsonNode run) {
    assertThat(run.at("/status").asString()).isEqualTo("ok");
    assertThat(run.at("/agent/name").asString()).isEqualTo("airline-agent");
    assertThat(run.at("/models/0").asString()).isEqualTo("gpt-4o");
    assertThat(run.at("/environment").asString()).isEqualTo("benchmark");
    assertThat(run.at("/taskClass").asString()).isNotBlank();
    assertThat(run.at("/userId").asString()).isNotBlank();
    assertThat(run.at("/durationMs").asDouble()).isPositive();
    assertThat(run.at("/inputTokens").isNull()).as("tokens are not in the recording").isTrue();
    assertThat(run.at("/costUsd").isNull()).as("nor is what it cost").isTrue();
  }

  private void hasTheStepsOf(JsonNode recorded, String id) {
    List<JsonNode> actions = items("/api/v1/executions/" + id + "/actions?parent=all&limit=1000");
    List<JsonNode> turns =
        stream(recorded.at("/traj"))
            .filter(turn -> List.of("assistant", "tool").contains(turn.at("/role").asString()))
            .toList();
    assertThat(actions).hasSize(turns.size() + 1);
    assertThat(actions.get(0).at("/kind").asString()).isEqualTo("agent");
    for (int i = 0; i < turns.size(); i++) {
      JsonNode turn = turns.get(i);
      JsonNode action = actions.get(i + 1);
      assertThat(action.at("/kind").asString())
          .isEqualTo(turn.at("/role").asString().equals("tool") ? "tool" : "llm");
      JsonNode whole =
          get("/api/v1/executions/" + id + "/actions/" + action.at("/spanId").asString());
      assertThat(packed(text(whole.at("/output")))).contains(beginning(turn));
    }
  }

  private static String text(JsonNode body) {
    return body.isString() ? body.asString() : body.toString();
  }

  /// The beginning of what a turn said, as far as it may be kept; a turn that only calls a tool
  /// says nothing.
  private String beginning(JsonNode turn) {
    String said = turn.at("/content").asString("");
    String kept = Tenant.call(OrganizationId.LOCAL, () -> server.bean(Privacy.class).text(said));
    String line = kept.lines().findFirst().orElse("");
    return packed(line.substring(0, Math.min(40, line.length())));
  }

  private static String packed(String text) {
    return text.replaceAll("\\s", "");
  }

  /// Runs of the agent in its series of numbers, once they have been counted.
  private int counted() throws InterruptedException {
    String id = items("/api/v1/agents?q=airline-agent").get(0).at("/id").asString();
    int executions = 0;
    for (int i = 0; i < 200 && executions < 200; i++) {
      Thread.sleep(i == 0 ? 0 : 50);
      executions =
          stream(get("/api/v1/agents/" + id + "/metrics?from=-8h").at("/series/0/points"))
              .mapToInt(point -> point.at("/executions").asInt())
              .sum();
    }
    return executions;
  }

  private static int turns(JsonNode recorded, String role) {
    return (int)
        stream(recorded)
            .flatMap(run -> stream(run.at("/traj")))
            .filter(turn -> turn.at("/role").asString().equals(role))
            .count();
  }

  private static int failedCalls(JsonNode recorded) {
    return (int)
        stream(recorded)
            .flatMap(run -> stream(run.at("/traj")))
            .filter(turn -> turn.at("/role").asString().equals("tool"))
            .filter(turn -> turn.at("/content").asString().startsWith("Error: "))
            .count();
  }

  private List<JsonNode> items(String path) {
    JsonNode page = get(path);
    assertThat(page.at("/nextCursor").isNull()).as(path + " is one page").isTrue();
    return stream(page.at("/items")).toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return array.values().stream();
  }

  private JsonNode get(String path) {
    HttpResponse<String> response = server.get(path);
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private String send(String... more) {
    String program = program().toString();
    String[] always = {
      "python3", program, recording.toString(), "--endpoint", server.uri("/") + ""
    };
    String[] command = Stream.of(always, more).flatMap(Stream::of).toArray(String[]::new);
    return run(command);
  }

  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean python() {
    try {
      return run("python3", "--version").startsWith("Python 3");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /// The example in the repository that this test was started in.
  private static Path program() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("examples/airline/send.py"))) {
      at = at.getParent();
    }
    return at == null
        ? Path.of("examples/airline/send.py")
        : at.resolve("examples/airline/send.py");
  }
}
