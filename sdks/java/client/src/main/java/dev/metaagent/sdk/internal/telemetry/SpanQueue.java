package dev.metaagent.sdk.internal.telemetry;

import dev.metaagent.sdk.internal.report.Problems;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Takes spans at their end and gives them to the log in groups, from a daemon thread of its own:
/// the host pays for an entry in a queue.
final class SpanQueue implements SpanProcessor {

  private static final int CAPACITY = 8_192;
  private static final int GROUP = 512;

  private final BlockingQueue<SpanData> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong pending = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final RecordLog log;
  private final Content content;
  private final WhenFull whenFull;
  private final long gatherMillis;
  private final Problems problems;
  private final Thread writer;
  private volatile boolean closed;

  SpanQueue(
      RecordLog log, Content content, WhenFull whenFull, long gatherMillis, Problems problems) {
    this.log = log;
    this.content = content;
    this.whenFull = whenFull;
    this.gatherMillis = gatherMillis;
    this.problems = problems;
    this.writer = new Thread(this::write, "metaagent-spans");
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    // only ended spans are sent
  }

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (closed || !span.getSpanContext().isSampled()) {
      return;
    }
    pending.incrementAndGet();
    SpanData data = span.toSpanData();
    if (whenFull == WhenFull.BLOCK) {
      put(data);
      return;
    }
    while (!queue.offer(data)) {
      if (queue.poll() != null) {
        drop();
      }
    }
  }

  private void put(SpanData data) {
    try {
      queue.put(data);
    } catch (InterruptedException e) {
      drop();
      Thread.currentThread().interrupt();
    }
  }

  private void drop() {
    pending.decrementAndGet();
    dropped.incrementAndGet();
    problems.report("queue", "Spans are dropped: the host ends them faster than they are stored.");
  }

  private void write() {
    List<SpanData> group = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        SpanData first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          gather(group);
          log.append(Otlp.resourceSpans(group.stream().map(content::of).toList()));
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        problems.report("spans", "Spans cannot be written: " + e);
      } finally {
        pending.addAndGet(-group.size());
        group.clear();
      }
    }
  }

  private void gather(List<SpanData> group) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(gatherMillis);
    while (group.size() < GROUP) {
      SpanData next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      group.add(next);
    }
  }

  /// Whether every span that ended is in the log.
  boolean isWritten() {
    return pending.get() == 0;
  }

  long dropped() {
    return dropped.get();
  }

  /// No more spans are taken; what is there is written by the time this returns, or within the time
  /// given.
  void stop(long millis) throws InterruptedException {
    closed = true;
    writer.join(Math.max(1, millis));
  }
}
