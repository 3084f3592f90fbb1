package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the live endpoint. Every frame it receives is validated against the schema.
final class Watching implements WebSocket.Listener, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;
  private @Nullable String cursor;

  static Watching as(TestServer server, String key) {
    return with(server, Map.of("Authorization", "Bearer " + key));
  }

  static Watching with(TestServer server, Map<String, String> headers) {
    Watching watching = new Watching();
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
    headers.forEach(builder::header);
    watching.socket = builder.buildAsync(address(server), watching).join();
    watching.next("welcome");
    return watching;
  }

  static URI address(TestServer server) {
    return URI.create("ws://localhost:" + server.port() + "/api/v1/live");
  }

  /// Watches topics, and takes the answers.
  List<JsonNode> watch(String ask, int answers) {
    ask(ask);
    List<JsonNode> taken = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      taken.add(next(frame -> List.of("snapshot", "resumed").contains(type(frame))));
    }
    return taken;
  }

  void ask(String json) {
    send(json);
  }

  void send(String text) {
    if (socket != null) {
      socket.sendText(text, true).join();
    }
  }

  /// The same, for who expects to be dismissed meanwhile.
  void sendIfOpen(String text) {
    try {
      send(text);
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(IOException.class);
    }
  }

  JsonNode next(String type) {
    return next(frame -> type(frame).equals(type));
  }

  /// The next frame that is like this; others are passed over.
  JsonNode next(Predicate<JsonNode> wanted) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    List<String> passed = new ArrayList<>();
    while (System.nanoTime() < until) {
      JsonNode frame = poll(Duration.ofMillis(200));
      if (frame != null) {
        if (wanted.test(frame)) {
          return frame;
        }
        passed.add(frame.toString());
      }
    }
    throw new AssertionError("did not come within " + PATIENCE + "; what came: " + passed);
  }

  @Nullable JsonNode poll(Duration time) {
    try {
      JsonNode frame = frames.poll(time.toMillis(), TimeUnit.MILLISECONDS);
      if (frame != null && !frame.get("cursor").isNull()) {
        cursor = frame.get("cursor").asString();
      }
      return frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The cursor of the last frame that was taken.
  @Nullable String cursor() {
    return cursor;
  }

  static String type(JsonNode frame) {
    return frame.get("type").asString();
  }

  /// The code with which the server closed.
  int closeCode() {
    return closed.orTimeout(90, TimeUnit.SECONDS).join();
  }

  /// Ends the connection as a power cut does: without a word.
  void cut() {
    if (socket != null) {
      socket.abort();
    }
  }

  @Override
  public void close() {
    cut();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      String frame = partial.toString();
      partial.setLength(0);
      List<String> problems = Schema.problemsOfFrame(frame);
      frames.add(
          JsonMapper.shared()
              .readTree(
                  problems.isEmpty()
                      ? frame
                      : "{\"type\":\"broken\",\"cursor\":null,\"problems\":"
                          + JsonMapper.shared().writeValueAsString(problems)
                          + "}"));
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(-1);
  }
}
