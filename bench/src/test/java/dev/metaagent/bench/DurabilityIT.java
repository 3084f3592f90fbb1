package dev.metaagent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.bench.traffic.LangGraphTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes under load, killed, filled up, cut off and restored: what was acknowledged is
/// there, whole and once.
class DurabilityIT {

  @TempDir Path folder;

  @Test
  void aKilledServerLosesNothingItAcknowledged() throws Exception {
    try (Sent sent = killedThreeTimes(Server::kill)) {
      assertThat(sent.acknowledged()).isGreaterThan(300);
    }
  }

  @Test
  void aKilledDatabaseLosesNothingAndIsStartedAgainByItsServer() throws Exception {
    try (Server server = Server.start(folder.resolve("data"), Map.of());
        Sent sent = new Sent(server, 4)) {
      for (int time = 0; time < 3; time++) {
        sent.awaitMore(100);
        server.postgres().destroyForcibly();
      }
      sent.awaitMore(100);
      assertThat(sent.answers().keySet()).isSubsetOf(0, 200, 429, 503);
      assertThat(sent.everRefusedWithoutRetryAfter()).isFalse();
      sent.finish();
      try (Connection database = server.superuser()) {
        sent.assertAllStoredOnce(database);
      }
    }
  }

  @Test
  void aServerAndADatabaseKilledTogetherLoseNothing() throws Exception {
    try (Sent sent =
        killedThreeTimes(server -> {
          server.postgres().destroyForcibly();
          server.kill();
        })) {
      assertThat(sent.acknowledged()).isGreaterThan(300);
    }
  }

  private interface Blow {
    void strike(Server server) throws Exception;
  }

  private Sent killedThreeTimes(Blow blow) throws Exception {
    Server server = Server.start(folder.resolve("data"), Map.of());
    Sent sent = new Sent(server, 4);
    for (int time = 0; time < 3; time++) {
      sent.awaitMore(100);
      blow.strike(server);
      server = Server.start(folder.resolve("data"), Map.of());
      sent.to(server);
    }
    sent.awaitMore(50);
    sent.finish();
    try (Server last = server;
        Connection database = last.superuser()) {
      sent.assertAllStoredOnce(database);
    }
    return sent;
  }

  @Test
  void whileTheDatabaseIsAwayTheServerSaysSoAndRecoversByItself() throws Exception {
    try (Server server = Server.start(folder.resolve("data"), Map.of());
        Sent sent = new Sent(server, 4)) {
      sent.awaitMore(50);
      signal(server.postgres(), "STOP");
      for (ProcessHandle child : server.postgres().children().toList()) {
        signal(child, "STOP");
      }
      Thread.sleep(Duration.ofSeconds(Integer.getInteger("metaagent.away.seconds", 60)));
      for (ProcessHandle child : server.postgres().children().toList()) {
        signal(child, "CONT");
      }
      signal(server.postgres(), "CONT");
      sent.awaitMore(100);
      assertThat(sent.answers()).containsKey(503);
      assertThat(sent.answers().keySet()).isSubsetOf(0, 200, 429, 503);
      assertThat(sent.everRefusedWithoutRetryAfter()).isFalse();
      sent.finish();
      try (Connection database = server.superuser()) {
        sent.assertAllStoredOnce(database);
      }
    }
  }

  @Test
  void aFullDiskRefusesAndTheServerGoesOnWhenThereIsRoomAgain() throws Exception {
    Path mount = Files.createDirectories(folder.resolve("small"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=700m", "tmpfs", mount.toString()))
        .as("a small file system can be mounted (needs root); skipped")
        .isZero();
    try {
      fillUpAndMakeRoom(mount);
    } finally {
      run("umount", "-l", mount.toString());
    }
  }

  private static void fillUpAndMakeRoom(Path mount) throws Exception {
    Path ballast = mount.resolve("ballast");
    try (Server server = Server.start(mount.resolve("data"), Map.of());
        Sent sent = new Sent(server, 4)) {
      sent.awaitMore(50);
      fill(ballast);
      awaitRefusal(sent);
      Thread.sleep(3_000);
      Files.delete(ballast);
      sent.awaitMore(100);
      assertThat(sent.answers().keySet()).isSubsetOf(0, 200, 429, 503);
      assertThat(sent.everRefusedWithoutRetryAfter()).isFalse();
      sent.finish();
      try (Connection database = server.superuser()) {
        sent.assertAllStoredOnce(database);
      }
    }
  }

  private static void fill(Path ballast) {
    byte[] block = new byte[1 << 16];
    try (var file = Files.newOutputStream(ballast)) {
      while (true) {
        file.write(block);
      }
    } catch (IOException e) {
      // full, as wanted
    }
  }

  private static void awaitRefusal(Sent sent) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!sent.answers().containsKey(503)) {
      assertThat(System.nanoTime()).as("answers %s", sent.answers()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void aBackupUnderLoadRestoresEverythingAcknowledgedBeforeIt() throws Exception {
    Path file = folder.resolve("all.backup");
    long before;
    try (Server server = Server.start(folder.resolve("data"), Map.of());
        Sent sent = new Sent(server, 4)) {
      sent.awaitMore(300);
      before = sent.acknowledged();
      assertThat(maintenance(server.data(), "backup", file.toString())).isZero();
      sent.awaitMore(50);
    }
    Path other = folder.resolve("restored");
    assertThat(maintenance(other, "restore", file.toString())).isZero();
    try (Server server = Server.start(other, Map.of());
        Connection database = server.superuser()) {
      long traces =
          Stored.number(database, "select count(distinct trace_id) from agent_execution_logs");
      assertThat(traces).isGreaterThanOrEqualTo(before);
      assertThat(Stored.actions(database)).isEqualTo(traces * LangGraphTrace.SPANS);
      assertThat(server.get("/api/v1/executions?limit=1").body()).contains("bench-agent");
      try (Sent sent = new Sent(server, 2)) {
        sent.awaitMore(20);
      }
    }
  }

  @Test
  void aDatabaseThatIsKilledComesBackWithTheNextStartOfTheServer() throws Exception {
    Server server = Server.start(folder.resolve("data"), Map.of());
    ProcessHandle postgres = server.postgres();
    server.kill();
    postgres.onExit().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
    assertThat(postgres.isAlive()).as("PostgreSQL outlives the killed server").isFalse();

    try (Server next = Server.start(folder.resolve("data"), Map.of());
        Connection database = next.superuser();
        Statement statement = database.createStatement()) {
      assertThat(statement.execute("select 1")).isTrue();
    }
  }

  private static int maintenance(Path data, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar", Server.jar().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(key -> key.startsWith("METAAGENT_DATABASE"));
    builder.environment().put("METAAGENT_DATA", data.toString());
    return builder.start().waitFor();
  }

  private static void signal(ProcessHandle process, String name) throws Exception {
    assertThat(run("kill", "-" + name, Long.toString(process.pid()))).isZero();
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
