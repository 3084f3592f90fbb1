package dev.metaagent.sdk.internal.policies;

import dev.metaagent.policy.wire.Retry;
import dev.metaagent.sdk.internal.http.Api;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// When policies are asked for: at once for a new agent, then by the stream, and by polling while
/// the stream is broken. One daemon thread.
final class SyncLoop {

  private static final long POLL_MILLIS = 30_000;
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private final Api api;
  private final PolicySync sync;
  private final ScheduledExecutorService thread;
  private PolicyStream.@Nullable Open stream;
  private @Nullable String lastEventId;
  private int failures;
  private volatile boolean connected;

  SyncLoop(Api api, PolicySync sync) {
    this.api = api;
    this.sync = sync;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(task -> {
          Thread daemon = new Thread(task, "metaagent-policy");
          daemon.setDaemon(true);
          return daemon;
        });
    watchLater();
    pollLater();
  }

  boolean isConnected() {
    return connected;
  }

  void added(String agent) {
    submit(
        () -> {
          sync.refresh(agent);
          connect();
        },
        0);
  }

  private void pollLater() {
    submit(
        () -> {
          if (!connected) {
            sync.agents().forEach(sync::refresh);
          }
          pollLater();
        },
        (long) (POLL_MILLIS * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
  }

  /// Opens the stream for all agents, in place of the one that is open.
  private void connect() {
    PolicyStream.Open before = stream;
    stream = null;
    if (before != null) {
      before.stream().close();
    }
    String agents =
        sync.agents().stream()
            .map(agent -> "agent=" + Api.part(agent))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request = sync.request("/api/v1/policy/stream?" + agents);
    if (lastEventId != null && before == null) {
      request.header("Last-Event-ID", lastEventId);
    }
    PolicyStream.Open opened =
        PolicyStream.open(api, request, event -> submit(() -> handle(event), 0));
    stream = opened;
    var unused = opened.end().thenAccept(status -> submit(() -> ended(opened), 0));
  }

  private void handle(EventParser.Event event) {
    boolean first = !connected;
    connected = true;
    failures = 0;
    lastEventId = event.id() == null ? lastEventId : event.id();
    sync.event(event);
    if (first) {
      // what changed between the last answer and the beginning of the stream
      sync.agents().forEach(sync::refresh);
    }
  }

  /// A stream that ended is opened again as under Retry, also after a status that is final for
  /// other requests: the key may be changed at the server.
  private void ended(PolicyStream.Open which) {
    if (stream != null && stream.stream() == which.stream()) {
      stream = null;
      connected = false;
      failures++;
      long delay = Retry.backoff(failures, ThreadLocalRandom.current().nextDouble()).toMillis();
      submit(this::reconnect, delay);
    }
  }

  private void reconnect() {
    if (stream == null) {
      connect();
    }
  }

  private void watchLater() {
    submit(
        () -> {
          watchSilence();
          watchLater();
        },
        5_000);
  }

  private void watchSilence() {
    PolicyStream.Open open = stream;
    if (open != null && open.stream().silence() > SILENCE.toNanos()) {
      open.stream().close();
      ended(open);
    }
  }

  private void submit(Runnable task, long delayMillis) {
    try {
      var unused = thread.schedule(() -> run(task), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // the SDK is closed
    }
  }

  /// A failure of one task must not end the ones after it.
  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      sync.failed(e);
    }
  }

  void close() {
    thread.shutdownNow();
    PolicyStream.Open open = stream;
    if (open != null) {
      open.stream().close();
    }
  }
}
