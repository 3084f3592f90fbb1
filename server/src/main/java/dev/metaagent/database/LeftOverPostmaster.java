package dev.metaagent.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server that was killed may have left behind: its PostgreSQL, or only the postmaster.pid
/// of one. That file is never deleted here: PostgreSQL itself takes it over once it has seen that
/// nobody uses the shared memory of the cluster.
final class LeftOverPostmaster {

  private static final Logger log = LoggerFactory.getLogger(LeftOverPostmaster.class);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);
  private static final Duration SAME_START = Duration.ofSeconds(5);

  /// What is known of the process that postmaster.pid names.
  ///
  /// @param command its program and arguments; null if the system does not report it
  ///
  /// @param startedAt when it began; null if the system does not report it
  record Seen(@Nullable List<String> command, @Nullable Instant startedAt) {

    static Seen of(ProcessHandle process) {
      ProcessHandle.Info info = process.info();
      return new Seen(
          info.command()
              .flatMap(program -> info.arguments().map(rest -> command(program, List.of(rest))))
              .orElse(null),
          info.startInstant().orElse(null));
    }

    private static List<String> command(String program, List<String> rest) {
      List<String> command = new ArrayList<>(List.of(program));
      command.addAll(rest);
      return command;
    }
  }

  /// Who has the process id that postmaster.pid names.
  enum Holder {
    /// the PostgreSQL of this cluster
    POSTMASTER,
    /// a process that got the same id later, as happens in containers
    ANOTHER,
    /// the system does not report it
    UNKNOWN
  }

  private final DataFolder data;
  private final Duration patience;

  LeftOverPostmaster(DataFolder data) {
    this(data, ENDS_WITHIN);
  }

  /// @param patience how long to wait for a process that cannot be inspected
  LeftOverPostmaster(DataFolder data, Duration patience) {
    this.data = data;
    this.patience = patience;
  }

  /// Stops a PostgreSQL that works in the folder, or waits until it has stopped by itself.
  ///
  /// @return the process id in postmaster.pid where it surely is another process, which PostgreSQL
  ///   shall not take for itself; null where there is none
  /// @throws IllegalStateException with a sentence for the operator when it does not end
  @Nullable Long end() throws IOException {
    Optional<PostmasterFile> file = PostmasterFile.read(data.postmasterFile());
    Optional<ProcessHandle> process = file.flatMap(read -> ProcessHandle.of(read.pid()));
    if (process.isEmpty()) {
      return null;
    }
    PostmasterFile postmaster = file.orElseThrow();
    Holder holder = holder(postmaster, Seen.of(process.orElseThrow()), data.cluster());
    if (holder == Holder.UNKNOWN && answers()) {
      holder = Holder.POSTMASTER;
    }
    return switch (holder) {
      case POSTMASTER -> {
        log.info("stopping the PostgreSQL that a killed server left behind ({})", postmaster.pid());
        stop();
        yield null;
      }
      case ANOTHER -> postmaster.pid();
      case UNKNOWN -> {
        await(process.orElseThrow());
        yield null;
      }
    };
  }

  /// Decides by its command, else by its start.
  static Holder holder(PostmasterFile file, Seen process, Path cluster) {
    List<String> command = process.command();
    if (command != null) {
      int folder = command.indexOf("-D") + 1;
      boolean postgres = Path.of(command.getFirst()).endsWith("postgres");
      if (postgres && folder > 0 && folder < command.size()) {
        return same(Path.of(command.get(folder)), cluster) ? Holder.POSTMASTER : Holder.ANOTHER;
      }
      return postgres ? Holder.UNKNOWN : Holder.ANOTHER;
    }
    Instant began = process.startedAt();
    boolean other =
        began != null && Duration.between(file.startedAt(), began).abs().compareTo(SAME_START) > 0;
    return other ? Holder.ANOTHER : Holder.UNKNOWN;
  }

  /// Whether a PostgreSQL of this cluster answers; one of a copy of the folder has its password
  /// too.
  private boolean answers() throws IOException {
    Optional<String> url = EmbeddedPostgres.runningIn(data);
    if (url.isEmpty()) {
      return false;
    }
    try (Connection connection = DriverManager.getConnection(url.get());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show data_directory")) {
      return row.next() && same(Path.of(row.getString(1)), data.cluster());
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return one.normalize().equals(other.normalize());
    }
  }

  private void stop() throws IOException {
    try {
      PostgresBinaries.run(
          PostgresBinaries.asUser(
              List.of(
                  PostgresBinaries.bin(data.programs(), "pg_ctl"),
                  "stop",
                  "-D",
                  data.cluster().toString(),
                  "-m",
                  "fast",
                  "-w")));
    } catch (IllegalStateException e) {
      if (Files.exists(data.postmasterFile())) {
        throw e;
      }
      // its keeper had stopped it already
    }
  }

  private void await(ProcessHandle process) {
    log.warn("waiting for process {}, which postmaster.pid names, to end", process.pid());
    long until = System.nanoTime() + patience.toNanos();
    while (process.isAlive() && System.nanoTime() < until) {
      EmbeddedPostgres.sleep(100);
    }
    if (process.isAlive() && Files.exists(data.postmasterFile())) {
      throw new IllegalStateException(
          "Process "
              + process.pid()
              + " may be a PostgreSQL that still works in "
              + data.cluster()
              + ", and cannot be looked at. Stop it; if it is none, remove "
              + data.postmasterFile()
              + " and start again.");
    }
  }
}
