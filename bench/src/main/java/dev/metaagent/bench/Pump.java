package dev.metaagent.bench;

import dev.metaagent.bench.traffic.Request;
import dev.metaagent.bench.traffic.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Clients that send a workload concurrently until stopped, and what was acknowledged. A request
/// that is refused for now is sent again, as exporters do.
final class Pump implements AutoCloseable {

  private final Workload workload;
  private final Supplier<Sender> senders;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong sentAgain = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Times requests = new Times();
  private final Times firstOfRun = new Times();
  private final Times lastOfRun = new Times();
  private final List<Thread> threads = new ArrayList<>();
  private final long actionsPerSecond;
  private volatile String problem = "";

  /// @param actionsPerSecond at most so many by all clients together; 0 is no limit
  Pump(Workload workload, Supplier<Sender> senders, int clients, long actionsPerSecond) {
    this.workload = workload;
    this.senders = senders;
    this.actionsPerSecond = actionsPerSecond;
    for (int number = 0; number < clients; number++) {
      int client = number;
      threads.add(
          Thread.ofPlatform().daemon().name("pump-" + client).start(() -> run(client, clients)));
    }
  }

  static long now() {
    return System.currentTimeMillis() * 1_000_000L;
  }

  private void run(int client, int clients) {
    long due = System.nanoTime();
    try (Sender sender = senders.get()) {
      while (!stop.get()) {
        Request request = workload.take(client, now());
        send(sender, request);
        if (actionsPerSecond > 0) {
          due += 1_000_000_000L * clients * request.actions() / actionsPerSecond;
          long wait = due - System.nanoTime();
          if (wait > 0) {
            Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Sender sender, Request request) throws InterruptedException {
    while (true) {
      long began = System.nanoTime();
      Sender.Answer answer = sender.send(request.body());
      if (answer.acknowledged()) {
        took(request, System.nanoTime() - began);
        return;
      }
      problem = answer.status() + " " + answer.text();
      if (answer.status() != 503 && answer.status() != 429) {
        refused.addAndGet(request.actions());
        return;
      }
      if (stop.get()) {
        return;
      }
      sentAgain.incrementAndGet();
      Thread.sleep(100);
    }
  }

  private void took(Request request, long nanos) {
    acknowledged.addAndGet(request.actions());
    bytes.addAndGet(request.body().length);
    requests.add(nanos);
    if (request.part() == 0) {
      firstOfRun.add(nanos);
    }
    if (request.last()) {
      lastOfRun.add(nanos);
    }
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long refused() {
    return refused.get();
  }

  long sentAgain() {
    return sentAgain.get();
  }

  long bytes() {
    return bytes.get();
  }

  /// Times of acknowledged requests.
  Times requests() {
    return requests;
  }

  /// Times of the requests with which a trace began.
  Times firstOfRun() {
    return firstOfRun;
  }

  /// Times of the requests that completed a trace.
  Times lastOfRun() {
    return lastOfRun;
  }

  String problem() {
    return problem;
  }

  @Override
  public void close() {
    stop.set(true);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
