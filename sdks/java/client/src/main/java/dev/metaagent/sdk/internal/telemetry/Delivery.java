package dev.metaagent.sdk.internal.telemetry;

import dev.metaagent.policy.wire.Retry;
import dev.metaagent.sdk.internal.http.Answer;
import dev.metaagent.sdk.internal.http.Api;
import dev.metaagent.sdk.internal.http.ServerClock;
import dev.metaagent.sdk.internal.report.Problems;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Sends the records of a log to the server, one request after the other, from a daemon thread.
final class Delivery {

  private static final int REQUEST_BYTES = 4 << 20;
  private static final int REQUEST_RECORDS = 1_000;
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Api api;
  private final ServerClock clock;
  private final RecordLog log;
  private final LongSupplier dropped;
  private final String instance;
  private final Problems problems;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private int failures;
  private long oneByOneUntil;

  Delivery(
      Api api,
      ServerClock clock,
      RecordLog log,
      String instance,
      LongSupplier dropped,
      Problems problems) {
    this.api = api;
    this.clock = clock;
    this.log = log;
    this.instance = instance;
    this.dropped = dropped;
    this.problems = problems;
    this.thread = new Thread(this::run, "metaagent-delivery");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      boolean sending = true;
      while (sending && closing.getCount() > 0) {
        sending = sendNext();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean sendNext() throws InterruptedException {
    try {
      int most = oneByOneUntil > 0 ? 1 : REQUEST_RECORDS;
      RecordLog.Batch batch = log.peek(REQUEST_BYTES, most, LOOK);
      return batch == null || send(batch);
    } catch (RuntimeException e) {
      problems.report("delivery", "Spans cannot be sent: " + e);
      failures++;
      long delay = Retry.backoff(failures, ThreadLocalRandom.current().nextDouble()).toMillis();
      return !closing.await(delay, TimeUnit.MILLISECONDS);
    }
  }

  /// False if nothing more is sent until the next start.
  private boolean send(RecordLog.Batch batch) throws InterruptedException {
    Answer answer = post(batch);
    if (answer.isSuccess()) {
      failures = 0;
      delivered(batch);
      log.remove(batch);
      problems.solved("delivery");
      return true;
    }
    problems.report("delivery", "Spans cannot be sent: " + answer.problem());
    Optional<Duration> delay =
        Retry.delay(
            failures + 1,
            answer.status(),
            answer.header("Retry-After"),
            clock.now(),
            ThreadLocalRandom.current().nextDouble());
    if (delay.isPresent()) {
      failures++;
      return !closing.await(delay.get().toMillis(), TimeUnit.MILLISECONDS);
    }
    return refused(batch, answer);
  }

  private void delivered(RecordLog.Batch batch) {
    if (batch.last() >= oneByOneUntil) {
      oneByOneUntil = 0;
    }
  }

  /// Of several records, those that the server can take are found one by one.
  private boolean refused(RecordLog.Batch batch, Answer answer) {
    boolean content = answer.is(400) || answer.is(413);
    if (content && batch.records().size() > 1) {
      oneByOneUntil = batch.last();
      return true;
    }
    if (content) {
      delivered(batch);
      log.setAside(batch);
      return true;
    }
    if (log.isDurable()) {
      return false;
    }
    log.remove(batch);
    return true;
  }

  private Answer post(RecordLog.Batch batch) {
    boolean own = batch.instance().equals(instance);
    HttpRequest.Builder request =
        api.request("/v1/traces")
            .setHeader("MetaAgent-Instance", batch.instance())
            .header("MetaAgent-Sequence", batch.first() + "-" + batch.last())
            .header("MetaAgent-Dropped", Long.toString(own ? dropped.getAsLong() : 0))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Otlp.request(batch.records())));
    return api.send(request);
  }

  void stop() throws InterruptedException {
    closing.countDown();
    thread.interrupt();
    thread.join(2_000);
  }
}
