package dev.metaagent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers with a small heap, and senders that want all of it: refused is what does not fit, and
/// everybody else is served on.
class SmallHeapIT {

  private static final int SLOW_CONNECTIONS = 5_000;
  private static final int SENDERS = 50;
  private static final int SPANS = 4_000;
  private static final int TEXT = 13_000;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path folder;

  @Test
  void slowBodiesOfThousandsOfStrangersDoNotLeaveTheServerDeaf() throws Exception {
    Map<String, String> settings =
        Map.of("METAAGENT_MODE", "server", "METAAGENT_JAVA_OPTIONS", "-Xmx256m");
    List<Socket> open = new ArrayList<>();
    List<Future<?>> connecting = new ArrayList<>();
    try (Server server = Server.start(folder.resolve("data"), settings)) {
      String webhook = "/api/v1/webhooks/generic/" + "0".repeat(32) + "-" + "0".repeat(32);
      try (ExecutorService senders = Executors.newFixedThreadPool(64)) {
        for (int i = 0; i < SLOW_CONNECTIONS; i++) {
          String path = i % 3 == 0 ? webhook : "/api/v1/session";
          int length = i % 3 == 1 ? 900_000 : 15_000;
          connecting.add(
              senders.submit(() -> {
                Socket socket = slow(server.port(), path, length);
                synchronized (open) {
                  open.add(socket);
                }
                return true;
              }));
        }
      }
      assertThat(connecting).allMatch(Future::isDone);
      awaitAnswer(server, Duration.ofSeconds(25));
      close(open);
      awaitAnswer(server, Duration.ofSeconds(10));
      assertThat(log(server)).doesNotContain("OutOfMemoryError");
    } finally {
      close(open);
    }
  }

  private static Socket slow(int port, String path, int length) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(" ".repeat(8_000).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void close(List<Socket> open) throws IOException {
    synchronized (open) {
      for (Socket socket : open) {
        socket.close();
      }
      open.clear();
    }
  }

  private void awaitAnswer(Server server, Duration limit) throws Exception {
    long until = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        if (status(get(server, "/health/live")) == 200) {
          return;
        }
      } catch (IOException e) {
        // no connection is free yet
      }
      assertThat(server.alive()).isTrue();
      assertThat(System.nanoTime()).as("no answer").isLessThan(until);
      Thread.sleep(200);
    }
  }

  @Test
  void fiftyLargeBodiesAtOnceAreTakenOrSentBackAndSmallOnesGoOn() throws Exception {
    Map<String, String> settings = Map.of("METAAGENT_JAVA_OPTIONS", "-Xmx512m");
    byte[] large = gzip(request(SPANS, TEXT));
    byte[] small = gzip(request(3, 200));
    Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    Map<Integer, Integer> smallAnswers = new ConcurrentHashMap<>();
    try (Server server = Server.start(folder.resolve("data"), settings);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        sent.add(senders.submit(() -> answers.merge(post(server, large), 1, Integer::sum)));
      }
      while (!sent.stream().allMatch(Future::isDone)) {
        smallAnswers.merge(post(server, small), 1, Integer::sum);
        Thread.sleep(100);
      }
      for (Future<?> each : sent) {
        each.get(1, TimeUnit.SECONDS);
      }
      assertThat(server.alive()).isTrue();
      assertThat(answers.keySet()).as("%s", answers).isSubsetOf(200, 429);
      assertThat(answers).containsKey(200);
      assertThat(smallAnswers.keySet()).as("%s", smallAnswers).containsExactly(200);
      assertThat(log(server)).doesNotContain("OutOfMemoryError");
    }
  }

  @Test
  void aSmallBodyThatBecomesManyObjectsIsRefusedAndTheServerStays() throws Exception {
    Map<String, String> settings = Map.of("METAAGENT_JAVA_OPTIONS", "-Xmx512m");
    byte[] manyOutcomes =
        gzip(("[" + "{},".repeat(10_000_000) + "{}]").getBytes(StandardCharsets.UTF_8));
    byte[] manySpans = new byte[20_000_000];
    for (int i = 0; i < manySpans.length; i += 2) {
      manySpans[i] = 0x12;
    }
    byte[] scope = delimited(0x12, manySpans);
    byte[] emptySpans = gzip(delimited(0x0a, scope));
    try (Server server = Server.start(folder.resolve("data"), settings)) {
      assertThat(status(request(server, "/api/v1/outcomes", "application/json", manyOutcomes)))
          .isEqualTo(413);
      assertThat(post(server, emptySpans)).isEqualTo(413);
      assertThat(post(server, gzip(request(3, 200)))).isEqualTo(200);
    }
  }

  private static byte[] delimited(int tag, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    int length = content.length;
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.write(content);
    return out.toByteArray();
  }

  private int post(Server server, byte[] packed) {
    try {
      return status(request(server, "/v1/traces", "application/x-protobuf", packed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<byte[]> request(Server server, String path, String type, byte[] packed)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(server, path))
            .timeout(Duration.ofSeconds(50))
            .header("Content-Type", type)
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(packed))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> get(Server server, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(server, path)).timeout(Duration.ofSeconds(3)).build(),
        BodyHandlers.ofByteArray());
  }

  private static int status(HttpResponse<byte[]> response) {
    return response.statusCode();
  }

  private static URI uri(Server server, String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static String log(Server server) throws IOException {
    return Files.readString(server.data().resolve("server.log"));
  }

  /// Spans in traces of their own, each with a text of this length.
  private static byte[] request(int spans, int length) {
    long now = Clock.systemUTC().millis() * 1_000_000;
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 1; i <= spans; i++) {
      scope.addSpans(
          Span.newBuilder()
              .setTraceId(ByteString.copyFromUtf8("%016d".formatted(i * 1_000 + spans)))
              .setSpanId(ByteString.copyFromUtf8("%08d".formatted(i)))
              .setName("call")
              .setStartTimeUnixNano(now - 1_000_000)
              .setEndTimeUnixNano(now)
              .addAttributes(text("gen_ai.operation.name", "chat"))
              .addAttributes(
                  text("input.value", (i + " words of a long text ").repeat(length / 22))));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
        .build()
        .toByteArray();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(out)) {
      packing.write(plain);
    }
    return out.toByteArray();
  }
}
