package dev.metaagent.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server process of our own: the built jar on free ports over a data folder of its own.
public final class Server implements AutoCloseable {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final Path data;
  private final int port;
  private final int grpcPort;
  private final Process process;

  private Server(Path data, int port, int grpcPort, Process process) {
    this.data = data;
    this.port = port;
    this.grpcPort = grpcPort;
    this.process = process;
  }

  /// The jar that the build made: `metaagent.jar` as a system property, or where Maven puts it.
  public static Path jar() {
    String named = System.getProperty("metaagent.jar");
    if (named != null) {
      return Path.of(named);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("server/target/metaagent.jar"))) {
      if (folder.getParent() == null) {
        throw new IllegalStateException(
            "There is no built server; run ./metaagent build or set metaagent.jar.");
      }
      folder = folder.getParent();
    }
    Path unpacked = folder.resolve("server/target/app/metaagent.jar");
    return Files.exists(unpacked) ? unpacked : folder.resolve("server/target/metaagent.jar");
  }

  /// The server in a folder into which its jar was unpacked, or the jar itself.
  static Path jarIn(Path place) {
    Path jar = Files.isDirectory(place) ? place.resolve("metaagent.jar") : place;
    if (!Files.exists(jar)) {
      throw new IllegalArgumentException("There is no server at " + jar + ".");
    }
    return jar.toAbsolutePath();
  }

  /// The AOT cache that `up` made beside the jar; a start with it is two to three times faster.
  private static Optional<Path> aotCache(Path jar) throws IOException {
    try (Stream<Path> files = Files.list(jar.toAbsolutePath().getParent())) {
      return files.filter(file -> file.toString().endsWith(".aot")).findFirst();
    }
  }

  /// Starts the built server and waits until it is ready.
  public static Server start(Path data, Map<String, String> settings) throws Exception {
    return start(jar(), data, settings);
  }

  /// Starts a server and waits until it is ready.
  static Server start(Path jar, Path data, Map<String, String> settings) throws Exception {
    Server server = launch(jar, data, settings);
    try {
      server.awaitReady(Duration.ofMinutes(4));
    } catch (Exception e) {
      server.kill();
      throw e;
    }
    return server;
  }

  /// Starts the built server without waiting.
  public static Server launch(Path data, Map<String, String> settings) throws IOException {
    return launch(jar(), data, settings);
  }

  private static Server launch(Path jar, Path data, Map<String, String> settings)
      throws IOException {
    Files.createDirectories(data);
    int port = freePort();
    int grpcPort = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    aotCache(jar).ifPresent(cache -> command.add("-XX:AOTCache=" + cache));
    String own = settings.get("METAAGENT_JAVA_OPTIONS");
    String more = own == null ? System.getenv("METAAGENT_JAVA_OPTIONS") : own;
    if (more != null && !more.isBlank()) {
      command.addAll(List.of(more.trim().split(" +")));
    }
    command.addAll(List.of("-jar", jar.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("METAAGENT_DATABASE"));
    environment.put("METAAGENT_DATA", data.toString());
    environment.put("METAAGENT_PORT", Integer.toString(port));
    environment.put("METAAGENT_OTLP_HTTP_PORT", Integer.toString(freePort()));
    environment.put("METAAGENT_OTLP_GRPC_PORT", Integer.toString(grpcPort));
    environment.putAll(settings);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("server.log").toFile()))
            .start();
    Server server = new Server(data, port, grpcPort, process);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void awaitReady(Duration limit) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!ready()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("The server did not start; its log: " + lastLines());
      }
      Thread.sleep(50);
    }
  }

  private String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(data.resolve("server.log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }

  boolean ready() throws InterruptedException {
    try {
      return get("/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .build(),
        BodyHandlers.ofString());
  }

  public int port() {
    return port;
  }

  int grpcPort() {
    return grpcPort;
  }

  public Path data() {
    return data;
  }

  ProcessTree processes() {
    return new ProcessTree(process.toHandle());
  }

  /// A connection to the embedded database as its superuser, past the product.
  public Connection superuser() throws IOException, SQLException {
    return DriverManager.getConnection(databaseUrl("postgres"));
  }

  String databaseUrl(String user) throws IOException {
    List<String> lines = Files.readAllLines(data.resolve("database/postmaster.pid"));
    String password = Files.readString(data.resolve("database.password")).strip();
    return "jdbc:postgresql://127.0.0.1:%s/metaagent?user=%s&password=%s"
        .formatted(lines.get(3).strip(), user, password);
  }

  /// The process of PostgreSQL.
  public ProcessHandle postgres() throws IOException {
    List<String> lines = Files.readAllLines(data.resolve("database/postmaster.pid"));
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /// kill -9 of the server, nothing else.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
