package dev.metaagent.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.metaagent.fleet.agency.Inbox;
import dev.metaagent.fleet.agency.Instruments;
import dev.metaagent.fleet.agency.Role;
import dev.metaagent.fleet.agency.Story;
import dev.metaagent.fleet.agency.Task;
import dev.metaagent.fleet.agency.Timeline;
import dev.metaagent.fleet.model.ToolCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole way: a real server process that asks for a key, the fleet with a day of history, and
/// the prompt change that breaks one agent. `metaagent.jar` names the built server.
class FleetIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir static Path data;

  private static Process process;
  private static String address = "";

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    String jar = System.getProperty("metaagent.jar");
    assumeTrue(jar != null, "metaagent.jar does not name a built server");
    int port = freePort();
    address = "http://localhost:" + port;
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            jar);
    builder.environment().keySet().removeIf(key -> key.startsWith("METAAGENT_DATABASE"));
    builder
        .environment()
        .putAll(
            Map.of(
                "METAAGENT_MODE",
                "server",
                "METAAGENT_DATA",
                data.toString(),
                "METAAGENT_PORT",
                Integer.toString(port),
                "METAAGENT_OTLP_HTTP_PORT",
                "0",
                "METAAGENT_OTLP_GRPC_PORT",
                "0"));
    process =
        builder.redirectErrorStream(true).redirectOutput(data.resolve("out.log").toFile()).start();
    await(FleetIT::ready);
  }

  @AfterAll
  static void stopServer() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void historyIsThereOneAgentFailsAfterItsPromptChangesAndASecondStartGoesOn()
      throws IOException, InterruptedException {
    Instant began = Clock.systemUTC().instant();
    String said = play("--fresh", "--days=1", "--speed=120", "--change-after=1", "--stop-after=50");

    Server server = new Server(address, adminKey());
    server.open();
    await(() -> "failing".equals(status(server, "Email Writer")));
    assertThat(said).contains("prompt of Email Writer changes");
    assertThat(server.agents().keySet())
        .containsExactlyInAnyOrder(
            java.util.Arrays.stream(Role.values()).map(Role::agent).toArray(String[]::new));
    for (Role role : Role.values()) {
      if (role != Role.EMAIL_WRITER) {
        assertThat(status(server, role.agent())).as(role.agent()).isNotEqualTo("failing");
      }
    }
    Instant from = began.minus(Duration.ofDays(2));
    Instant change = server.promptSeen("email-writer", "v14", from).orElseThrow();
    assertThat(change).isAfter(began);
    assertThat(server.promptSeen("email-writer", "v13", from).orElseThrow()).isBefore(began);

    long before = server.executions(from, began);
    assertThat(before).isGreaterThan(3_000);
    String again = play("--days=1", "--speed=60", "--stop-after=5");
    assertThat(again).contains("It goes on").contains(change.toString());
    // the second start ended the keys of the first
    Server later = new Server(address, adminKey());
    later.open();
    await(() -> later.executions(began, Clock.systemUTC().instant()) > 100);
    assertThat(later.executions(from, began)).isEqualTo(before);
  }

  @Test
  void agentsRunUnderThePoliciesOfTheirOrganization() throws IOException, InterruptedException {
    play("--fresh", "--days=0.05", "--speed=300", "--change-after=1", "--stop-after=20");

    JsonNode example = example();
    Handbook handbook = handbook(example);
    assertThat(handbook.served()).as("the prompt that the fleet put in place").isEqualTo(14);
    JsonNode rules = ask(example, "GET", "/api/v1/fleet/tool-rules", null).get("rules");
    assertThat(rules).hasSize(1);
    assertThat(
            ask(example, "GET", "/api/v1/prompts/email-writer", null).at("/latestVersion").asInt())
        .isEqualTo(14);
    server(example).serve("email-writer", 13, "people take it back");
    ask(example, "POST", "/api/v1/fleet/stop", Map.of("reason", "an incident"));
    String said = play("--speed=300", "--stop-after=12");
    assertThat(said)
        .contains("served v13", "does not run. Refused by policy (stopped): an incident");
    JsonNode later = example();
    assertThat(handbook(later).served()).as("what people set stays").isEqualTo(13);
    assertThat(ask(later, "GET", "/api/v1/prompts/email-writer", null).at("/latestVersion").asInt())
        .as("nothing is added twice")
        .isEqualTo(14);
    ask(later, "POST", "/api/v1/fleet/resume", Map.of("share", 1, "reason", "all well"));
  }

  @Test
  void aStoppedFleetRefusesToBeginAndAResumedOneBegins() throws IOException, InterruptedException {
    JsonNode example = example();
    new Handbook(server(example)).prepare(false);
    ask(example, "POST", "/api/v1/fleet/stop", Map.of("reason", "an incident"));
    try (Governed governed =
        new Governed(address, example.get("key").asString(), Clock.systemUTC(), silent())) {
      governed.await();
      assertThat(refusal(governed)).contains("an incident");
      ask(example, "POST", "/api/v1/fleet/resume", Map.of("share", 1, "reason", "all well"));
      await(() -> refusal(governed).isEmpty());
      assertThat(governed.isCutOff()).isFalse();
    }
  }

  @Test
  void aLargeRefundWaitsUntilAPersonDecides() throws IOException, InterruptedException {
    JsonNode example = example();
    new Handbook(server(example)).prepare(false);
    try (Governed governed =
        new Governed(address, example.get("key").asString(), Clock.systemUTC(), silent())) {
      governed.await();
      assertThat(refund(governed, "200")).as("small enough").isEqualTo("paid");
      CompletableFuture<String> paid = CompletableFuture.supplyAsync(() -> refund(governed, "284"));
      await(() -> !waiting(example).isEmpty());
      JsonNode asked = waiting(example).get(0);
      assertThat(asked.at("/arguments/amount_usd").asInt()).isEqualTo(284);
      assertThat(asked.at("/executionId").asString()).hasSize(32);
      String path = "/api/v1/approvals/" + asked.get("id").asString() + "/deny";
      ask(example, "POST", path, Map.of("reason", "it was paid once"));
      assertThat(paid.join()).contains("Refused by policy", "it was paid once");
    }
  }

  private static JsonNode waiting(JsonNode example) throws IOException, InterruptedException {
    return ask(example, "GET", "/api/v1/approvals?state=pending", null).get("items");
  }

  private static String refund(Governed governed, String amount) {
    try (Instruments.Run run = begin(governed, Role.TASK_AUTOMATOR)) {
      Map<String, String> arguments = Map.of("invoice", "INV-2041", "amount_usd", amount);
      return run.tool(new ToolCall("call_1", "refund", arguments), () -> "paid");
    }
  }

  private static PrintStream silent() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static String refusal(Governed governed) {
    try (Instruments.Run run = begin(governed, Role.EMAIL_WRITER)) {
      String refusal = run.refusal();
      return refusal == null ? "" : refusal;
    }
  }

  private static Instruments.Run begin(Governed governed, Role role) {
    Instant now = Clock.systemUTC().instant();
    Task task = new Inbox(7).task(role, 1, now, 1);
    Story.Setup setup = Story.after(now).setup(role, now);
    return governed.instruments().begin(task, setup, Timeline.played(now));
  }

  /// The example with keys, of which those of an earlier answer end.
  private static JsonNode example() throws IOException, InterruptedException {
    return answer("POST", "/api/v1/example", adminKey(), null);
  }

  private static Server server(JsonNode example) {
    return new Server(address, example.get("setupKey").asString());
  }

  private static Handbook handbook(JsonNode example) {
    return new Handbook(server(example));
  }

  private static JsonNode ask(
      JsonNode example, String method, String path, @Nullable Map<String, Object> body)
      throws IOException, InterruptedException {
    return answer(method, path, example.get("setupKey").asString(), body);
  }

  private static JsonNode answer(
      String method, String path, String key, @Nullable Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(
                        JsonMapper.shared().writeValueAsString(body)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answered = client.send(request, BodyHandlers.ofString());
      assertThat(answered.statusCode()).as(path + answered.body()).isLessThan(300);
      return JsonMapper.shared().readTree(answered.body());
    }
  }

  private static String play(String... options) throws IOException, InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    List<String> words = new java.util.ArrayList<>(List.of(options));
    words.add("--server=" + address);
    new Fleet(
            Options.of(words),
            adminKey(),
            Clock.systemUTC(),
            new PrintStream(said, true, StandardCharsets.UTF_8))
        .run();
    return said.toString(StandardCharsets.UTF_8);
  }

  private static String adminKey() throws IOException {
    return Files.readString(data.resolve("admin-key")).strip();
  }

  private static String status(Server server, String agent)
      throws IOException, InterruptedException {
    Server.Agent found = server.agents().get(agent);
    return found == null ? "" : found.status();
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(Condition condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      assertThat(process.isAlive()).as("the server").isTrue();
      Thread.sleep(200);
    }
  }

  private static boolean ready() throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
              .send(
                  HttpRequest.newBuilder(URI.create(address + "/health/ready")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
