package dev.metaagent.database;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run of the PostgreSQL server: a child of a small shell that waits on our standard input.
/// When this process dies, however it dies, the pipe closes and the shell stops PostgreSQL, which
/// frees its port and its lock. PostgreSQL refuses to run as root, so root runs it in a user
/// namespace of its own.
record Postmaster(DataFolder data, Process process) {

  /// Runs the server until our end of the pipe closes, then stops it (fast shutdown) and waits.
  private static final String KEEPER =
      """
      "$@" & child=$!
      (cat >/dev/null; kill -INT $child 2>/dev/null) <&3 & watcher=$!
      wait $child; code=$?
      kill $watcher 2>/dev/null
      exit $code
      """;

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "max_connections=80",
          "shared_buffers=192MB",
          "max_wal_size=4GB",
          "min_wal_size=256MB",
          "checkpoint_timeout=15min",
          "wal_compression=on",
          "jit=off",
          "autovacuum_naptime=20s",
          "log_checkpoints=off",
          "timezone=UTC",
          "log_timezone=UTC");

  /// @param another a process id in postmaster.pid that surely is no PostgreSQL of this cluster.
  ///   PostgreSQL ignores a living process of that id if it is declared to be its grandparent; it
  ///   still checks whether its shared memory is in use.
  static Postmaster launch(DataFolder data, int port, @Nullable Long another) throws IOException {
    List<String> server =
        new ArrayList<>(
            List.of(
                PostgresBinaries.bin(data.programs(), "postgres"),
                "-D",
                data.cluster().toString(),
                "-c",
                "port=" + port));
    SETTINGS.forEach(setting -> server.addAll(List.of("-c", setting)));
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec 3<&0; " + KEEPER, "keeper"));
    command.addAll(PostgresBinaries.asUser(server));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(data.log().toFile()));
    if (another != null) {
      builder.environment().put("PG_GRANDPARENT_PID", another.toString());
    }
    return new Postmaster(data, builder.start());
  }

  /// Stops the server and waits until its files are at rest.
  void stop() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      PostgresBinaries.run(
          PostgresBinaries.asUser(
              List.of(
                  PostgresBinaries.bin(data.programs(), "pg_ctl"),
                  "stop",
                  "-D",
                  data.cluster().toString(),
                  "-m",
                  "immediate",
                  "-w")));
      process.destroyForcibly();
    }
  }
}
