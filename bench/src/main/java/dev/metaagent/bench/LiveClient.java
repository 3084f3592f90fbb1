package dev.metaagent.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Somebody who watches: notes when each run, each run's first action and each agent's count came.
final class LiveClient implements WebSocket.Listener, AutoCloseable {

  private static final Pattern RUN = Pattern.compile("\"traceId\":\"([0-9a-f]{32})\"");
  private static final Pattern ACTION = Pattern.compile("\"executionId\":\"([0-9a-f]{32})");
  private static final Pattern AGENT =
      Pattern.compile(
          "\"name\":\"(bench agent"
              + " \\d+)\"(?:(?!\"name\":).)*?\"5m\":\\{\"window\":\"5m\",\"executions\":(\\d+)");

  private final Map<String, Long> runs = new ConcurrentHashMap<>();
  private final Map<String, Long> actions = new ConcurrentHashMap<>();
  private final Map<String, Long> counts = new ConcurrentHashMap<>();
  private final CountDownLatch answered = new CountDownLatch(3);
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  LiveClient(HttpClient client, int port) throws InterruptedException {
    this.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/v1/live"), this)
            .join();
    socket
        .sendText("{\"type\":\"subscribe\",\"topics\":[\"health\",\"tail\",\"runs\"]}", true)
        .join();
    if (!answered.await(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("The live connection was not answered.");
    }
  }

  /// When runs came, by trace.
  Map<String, Long> runs() {
    return runs;
  }

  /// When the first action of a run came, by trace.
  Map<String, Long> actions() {
    return actions;
  }

  /// When a client first received an agent with a number of runs, by `<name>=<number>`.
  Map<String, Long> counts() {
    return counts;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    long now = System.nanoTime();
    partial.append(text);
    if (last) {
      read(partial.toString(), now);
      partial.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void read(String frame, long now) {
    if (frame.contains("\"type\":\"snapshot\"")) {
      answered.countDown();
    } else if (frame.contains("\"type\":\"runs\"")) {
      note(RUN.matcher(frame), runs, now);
    } else if (frame.contains("\"type\":\"tail\"")) {
      note(ACTION.matcher(frame), actions, now);
    } else if (frame.contains("\"type\":\"health\"")) {
      Matcher agent = AGENT.matcher(frame);
      while (agent.find()) {
        counts.putIfAbsent(agent.group(1) + "=" + agent.group(2), now);
      }
    }
  }

  private static void note(Matcher found, Map<String, Long> times, long now) {
    while (found.find()) {
      times.putIfAbsent(found.group(1), now);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
