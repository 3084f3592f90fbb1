package dev.metaagent.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Reads policies at a rate, whether or not earlier reads have ended: a duration counts from when
/// the read was due.
final class PolicyReads {

  private static final int READERS = 32;

  private final PolicyCalls calls;
  private final int agents;
  private final Times times = new Times();
  private final AtomicLong errors = new AtomicLong();
  private double perSecond;

  PolicyReads(PolicyCalls calls, int agents) {
    this.calls = calls;
    this.agents = agents;
  }

  void run(int rate, int seconds) throws IOException, InterruptedException {
    List<String> held = new ArrayList<>();
    for (int agent = 0; agent < agents; agent++) {
      held.add(calls.policy(agent, null).headers().firstValue("ETag").orElse(""));
    }
    long began = System.nanoTime();
    AtomicLong next = new AtomicLong();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(Thread.ofVirtual().start(() -> read(next, began, rate, seconds, held)));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    perSecond = times.count() / ((System.nanoTime() - began) / 1e9);
  }

  private void read(AtomicLong next, long began, int rate, int seconds, List<String> held) {
    for (long at = next.getAndIncrement();
        at < (long) rate * seconds;
        at = next.getAndIncrement()) {
      long due = began + at * 1_000_000_000L / rate;
      LockSupport.parkNanos(due - System.nanoTime());
      int agent = (int) (at % agents);
      boolean knows = at % 10 != 0;
      try {
        HttpResponse<byte[]> answer = calls.policy(agent, knows ? held.get(agent) : null);
        if (answer.statusCode() != (knows ? 304 : 200)) {
          errors.incrementAndGet();
        }
      } catch (IOException | InterruptedException e) {
        errors.incrementAndGet();
      }
      times.add(System.nanoTime() - due);
    }
  }

  Times times() {
    return times;
  }

  double perSecond() {
    return perSecond;
  }

  long errors() {
    return errors.get();
  }
}
