package dev.metaagent.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.metaagent.fleet.agency.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
