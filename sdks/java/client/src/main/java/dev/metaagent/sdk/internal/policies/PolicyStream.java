package dev.metaagent.sdk.internal.policies;

import dev.metaagent.sdk.internal.http.Api;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection to the stream of policies.
final class PolicyStream implements Flow.Subscriber<String> {

  private final EventParser parser;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;
  private volatile long heardAt = System.nanoTime();

  private PolicyStream(Consumer<EventParser.Event> events) {
    this.parser = new EventParser(events);
  }

  /// A stream, and the status with which it ended (null without an answer).
  record Open(PolicyStream stream, CompletableFuture<@Nullable Integer> end) {}

  static Open open(Api api, HttpRequest.Builder request, Consumer<EventParser.Event> events) {
    PolicyStream stream = new PolicyStream(events);
    return new Open(stream, api.lines(request.header("Accept", "text/event-stream"), stream));
  }

  /// Nanoseconds since the last line.
  long silence() {
    return System.nanoTime() - heardAt;
  }

  void close() {
    closed = true;
    Flow.Subscription open = subscription;
    if (open != null) {
      open.cancel();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription opened) {
    subscription = opened;
    if (closed) {
      opened.cancel();
    } else {
      opened.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(String line) {
    heardAt = System.nanoTime();
    if (!closed) {
      parser.line(line);
    }
  }

  @Override
  public void onError(Throwable failure) {
    closed = true;
  }

  @Override
  public void onComplete() {
    closed = true;
  }
}
