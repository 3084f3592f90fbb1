package dev.metaagent.testing;

import dev.metaagent.MetaAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole server on a free port over {@link TestDatabase}: one in local mode and one in server
/// mode for all tests of a JVM, started when first asked for.
public final class TestServer {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final class Local {
    static final TestServer SERVER = new TestServer("local", List.of());
  }

  private static final class Remote {
    static final TestServer SERVER = new TestServer("server", remoteSettings());
  }

  private final ConfigurableApplicationContext context;

  private TestServer(String mode, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--METAAGENT_PORT=0",
                "--METAAGENT_OTLP_HTTP_PORT=0",
                "--METAAGENT_OTLP_GRPC_PORT=0",
                "--METAAGENT_MODE=" + mode,
                "--METAAGENT_DATABASE_URL=" + TestDatabase.url(),
                "--METAAGENT_DATABASE_POOL=6",
                "--METAAGENT_DATA=" + folder(),
                // two nodes of one installation share the secret
                "--METAAGENT_SECRET=only-for-tests-0123456789abcdef0123456789",
                "--METAAGENT_LOG_LEVEL=WARN"));
    arguments.addAll(more);
    SpringApplication application = new SpringApplicationBuilder(MetaAgent.class).application();
    this.context = application.run(arguments.toArray(new String[0]));
  }

  private static List<String> remoteSettings() {
    List<String> settings = new ArrayList<>(TestIssuer.settings());
    settings.add("--METAAGENT_RATE_PER_SECOND=1000");
    settings.add("--METAAGENT_SIGN_INS_PER_MINUTE=10000");
    settings.add("--METAAGENT_CORS_ORIGINS=https://tools.example");
    return settings;
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("metaagent-server");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The server that trusts whoever sits at the machine.
  public static TestServer local() {
    return Local.SERVER;
  }

  /// The server that wants a credential.
  public static TestServer remote() {
    return Remote.SERVER;
  }

  /// A bean of the running server.
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /// All beans of a type.
  public <T> List<T> beans(Class<T> type) {
    return List.copyOf(context.getBeansOfType(type).values());
  }

  public int port() {
    return Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
        .getPort();
  }

  public URI uri(String path) {
    return URI.create("http://localhost:" + port() + path);
  }

  /// A request to be completed, for instance with headers.
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  /// Sends a JSON body.
  public HttpResponse<String> send(String method, String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return retry(() -> CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  private interface Call<T> {
    T run() throws IOException, InterruptedException;
  }

  private static <T> T retry(Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }
}
