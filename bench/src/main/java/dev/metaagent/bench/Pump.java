package dev.metaagent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Connections that send a load side by side until told to stop, and what was acknowledged. A
/// request that is refused for now is sent again, as exporters do.
final class Pump implements AutoCloseable {

  private final Load load;
  private final Supplier<Sender> senders;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong sentAgain = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final long actionsPerSecond;
  private volatile String problem = "";

  /// @param actionsPerSecond at most so many by all connections together; 0 is no limit
  Pump(Load load, Supplier<Sender> senders, int connections, long actionsPerSecond) {
    this.load = load;
    this.senders = senders;
    this.actionsPerSecond = actionsPerSecond;
    for (int connection = 0; connection < connections; connection++) {
      threads.add(
          Thread.ofPlatform().daemon().name("pump-" + connection).start(() -> run(connections)));
    }
  }

  static long now() {
    return System.currentTimeMillis() * 1_000_000L;
  }

  private void run(int connections) {
    long pauseNanos =
        actionsPerSecond == 0
            ? 0
            : 1_000_000_000L * connections * load.actionsPerRequest() / actionsPerSecond;
    long due = System.nanoTime();
    try (Sender sender = senders.get()) {
      while (!stop.get()) {
        Load.Request request = load.take(now());
        send(sender, request);
        due += pauseNanos;
        long wait = due - System.nanoTime();
        if (pauseNanos > 0 && wait > 0) {
          Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Sender sender, Load.Request request) throws InterruptedException {
    while (true) {
      Sender.Answer answer = sender.send(request.body());
      if (answer.acknowledged()) {
        acknowledged.addAndGet(request.actions());
        bytes.addAndGet(request.body().length);
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
