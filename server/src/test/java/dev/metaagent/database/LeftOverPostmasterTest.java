package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.database.LeftOverPostmaster.Holder;
import dev.metaagent.database.LeftOverPostmaster.Seen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data folder whose last server was killed, with its PostgreSQL alive or not.
class LeftOverPostmasterTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private @Nullable Process other;

  @AfterEach
  void endTheOther() throws InterruptedException {
    if (other != null) {
      other.destroy();
      other.waitFor();
    }
  }

  @Test
  void anOrphanedPostgresIsStoppedAlsoWhenTheFolderIsNamedOtherwise() throws Exception {
    Path data = folder.resolve("data");
    EmbeddedPostgres.start(data).close();
    orphan(DataFolder.of(data));
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(link)) {
      assertThat(postgres.url()).contains("127.0.0.1");
      assertThat(java.util.Objects.requireNonNull(other).isAlive()).isFalse();
    }
  }

  @Test
  void anotherProcessThatGotTheIdOfThePostgresDoesNotStopTheStart() throws Exception {
    Path data = folder.resolve("data");
    EmbeddedPostgres.start(data).close();
    other = new ProcessBuilder("sleep", "60").start();
    leave(DataFolder.of(data), other.pid());

    EmbeddedPostgres.start(data).close();
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void theFileOfAProcessThatCannotBeToldIsLeftAloneAndNamed() throws Exception {
    DataFolder data = DataFolder.make(folder.resolve("data"));
    Files.createDirectories(data.cluster());
    Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve("postgres"));
    other = new ProcessBuilder(program.toString(), "60").start();
    leave(data, other.pid());

    assertThatThrownBy(() -> new LeftOverPostmaster(data, Duration.ofMillis(200)).end())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Process " + other.pid())
        .hasMessageContaining("Stop it");
    assertThat(data.postmasterFile()).exists();
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void aProcessIsToldByItsCommandElseByItsStart() {
    PostmasterFile file = new PostmasterFile(7, START, 5432);
    Path cluster = folder.resolve("database");

    assertThat(holder(file, List.of("/x/postgres", "-D", cluster.toString()), null, cluster))
        .isEqualTo(Holder.POSTMASTER);
    assertThat(holder(file, List.of("/x/postgres", "-D", "/elsewhere"), null, cluster))
        .isEqualTo(Holder.ANOTHER);
    assertThat(holder(file, List.of("/bin/bash"), START, cluster)).isEqualTo(Holder.ANOTHER);
    assertThat(holder(file, null, START.plusSeconds(1), cluster)).isEqualTo(Holder.UNKNOWN);
    assertThat(holder(file, null, START.plusSeconds(60), cluster)).isEqualTo(Holder.ANOTHER);
    assertThat(holder(file, null, null, cluster)).isEqualTo(Holder.UNKNOWN);
  }

  @Test
  void aDataFolderHasOneNameHoweverItIsGiven() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);

    assertThat(DataFolder.of(link)).isEqualTo(DataFolder.of(data));
    assertThat(DataFolder.of(folder.resolve("./x/../data"))).isEqualTo(DataFolder.of(data));
  }

  private static Holder holder(
      PostmasterFile file, @Nullable List<String> command, @Nullable Instant start, Path cluster) {
    return LeftOverPostmaster.holder(file, new Seen(command, start), cluster);
  }

  /// Starts a PostgreSQL that nobody watches and waits until it answers.
  private void orphan(DataFolder data) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            PostgresBinaries.bin(data.programs(), "postgres"),
            "-D",
            data.cluster().toString(),
            "-c",
            "port=" + port,
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories="));
    other =
        new ProcessBuilder(PostgresBinaries.asUser(command))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("orphan.log").toFile())
            .start();
    for (int i = 0; i < 600 && EmbeddedPostgres.runningIn(data).isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertThat(EmbeddedPostgres.runningIn(data)).isPresent();
  }

  /// Leaves the file behind that a killed PostgreSQL of this process id would.
  private static void leave(DataFolder data, long pid) throws IOException {
    Files.writeString(
        data.postmasterFile(),
        "%d\n%s\n%d\n%d\n\n127.0.0.1\n  1234567  99\nready\n"
            .formatted(pid, data.cluster(), START.getEpochSecond(), 5433));
  }
}
