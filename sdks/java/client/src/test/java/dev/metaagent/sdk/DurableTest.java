package dev.metaagent.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path data = Path.of("");

  private MetaAgent connect(String url) {
    return new MetaAgentBuilder(Map.of()).url(url).key("k").data(data).durable(true).connect();
  }

  /// The program that is killed: it ends executions and says which of them are on disk.
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) {
      MetaAgent client =
          new MetaAgentBuilder(Map.of())
              .url(arguments[0])
              .data(Path.of(arguments[1]))
              .durable(true)
              .connect();
      for (int i = 0; ; i++) {
        String id;
        try (Execution execution = client.agent("desk").execution("run " + i)) {
          id = execution.id();
        }
        if (client.persist(LONG)) {
          System.out.println(id);
        }
      }
    }
  }

  @Test
  void whatWasOnDiskWhenAProcessWasKilledIsSentByTheNextOne() throws Exception {
    int port = freePort();
    Set<String> persisted = new HashSet<>();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                "http://127.0.0.1:" + port,
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      while (persisted.size() < 50) {
        persisted.add(Objects.requireNonNull(lines.readLine()));
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    try (FakeMetaAgent server = new FakeMetaAgent(port);
        MetaAgent next = connect(server.url())) {
      assertThat(next.flush(LONG)).isTrue();
      Set<String> received = new HashSet<>();
      server
          .spans()
          .forEach(span ->
              received.add(java.util.HexFormat.of().formatHex(span.getTraceId().toByteArray())));
      assertThat(received).containsAll(persisted);
      assertThat(server.traces.get(0).sequence()).startsWith("1-");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aServerThatIsAwayLosesNothing() throws Exception {
    String url = "http://127.0.0.1:" + freePort();
    MetaAgent client = connect(url);
    for (int i = 0; i < 20; i++) {
      client.agent("desk").execution("run " + i).close();
    }
    assertThat(client.persist(LONG)).isTrue();
    assertThat(client.flush(Duration.ofMillis(50))).isFalse();
    client.close();
    try (FakeMetaAgent server = new FakeMetaAgent();
        MetaAgent next = connect(server.url())) {
      assertThat(next.flush(LONG)).isTrue();
      assertThat(server.spans()).hasSize(20);
      assertThat(instances(server)).hasSize(1);
    }
  }

  private static Set<@Nullable String> instances(FakeMetaAgent server) {
    Set<@Nullable String> instances = new HashSet<>();
    server.traces.forEach(request -> instances.add(request.instance()));
    return instances;
  }

  @Test
  void aRecordThatTheServerCannotTakeIsMovedAside() throws Exception {
    try (FakeMetaAgent server = new FakeMetaAgent();
        MetaAgent client = connect(server.url())) {
      server.tracesStatus = 400;
      client.agent("desk").execution("bad").close();
      assertThat(client.flush(LONG)).isTrue();
      server.tracesStatus = 200;
      client.agent("desk").execution("good").close();
      assertThat(client.flush(LONG)).isTrue();
      assertThat(server.spans()).hasSize(1);
      assertThat(server.traces.get(0).sequence()).isEqualTo("2-2");
      try (java.util.stream.Stream<Path> files = java.nio.file.Files.walk(data)) {
        assertThat(files.filter(file -> file.toString().endsWith(".refused"))).hasSize(1);
      }
    }
  }
}
