package dev.metaagent.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One stream of the policies of an agent: notes when each document came.
final class PolicyStreamClient implements AutoCloseable {

  private record Line(String text, long at) {}

  private final LinkedBlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final CompletableFuture<HttpResponse<Void>> answer;
  private volatile Flow.@Nullable Subscription subscription;

  PolicyStreamClient(HttpClient client, int port, int agent) {
    this.answer =
        client.sendAsync(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:"
                            + port
                            + "/api/v1/policy/stream?agent="
                            + PolicyCalls.agent(agent)))
                .build(),
            HttpResponse.BodyHandlers.fromLineSubscriber(new Reader()));
  }

  /// Waits for a document that holds a text.
  ///
  /// @return nanoseconds from a moment until it came
  long await(String marker, long since) throws InterruptedException {
    while (true) {
      Line line = lines.poll(20, TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException("A stream did not get " + marker + " within 20 s.");
      }
      if (line.text().startsWith("data:") && line.text().contains(marker)) {
        return line.at() - since;
      }
    }
  }

  @Override
  public void close() {
    Flow.Subscription open = subscription;
    if (open != null) {
      open.cancel();
    }
    answer.cancel(true);
  }

  private final class Reader implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription opened) {
      subscription = opened;
      opened.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String text) {
      lines.add(new Line(text, System.nanoTime()));
    }

    @Override
    public void onError(Throwable why) {
      // the wait for the next document says it
    }

    @Override
    public void onComplete() {
      // the wait for the next document says it
    }
  }
}
