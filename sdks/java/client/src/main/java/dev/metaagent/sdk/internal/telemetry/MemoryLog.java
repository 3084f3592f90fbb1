package dev.metaagent.sdk.internal.telemetry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records in memory. When it is full, the oldest are dropped.
final class MemoryLog implements RecordLog {

  private final String instance;
  private final long mostBytes;
  private final Deque<byte[]> records = new ArrayDeque<>();
  private long bytes;
  private long first = 1;
  private long dropped;

  MemoryLog(String instance, long mostBytes) {
    this.instance = instance;
    this.mostBytes = mostBytes;
  }

  @Override
  public synchronized void append(List<byte[]> added) {
    for (byte[] record : added) {
      records.add(record);
      bytes += record.length;
      while (bytes > mostBytes && records.size() > 1) {
        removeFirst();
        dropped++;
      }
    }
    notifyAll();
  }

  @Override
  public synchronized @Nullable Batch peek(int most, int mostRecords, Duration timeout)
      throws InterruptedException {
    long until = System.nanoTime() + timeout.toNanos();
    long left = timeout.toMillis();
    while (records.isEmpty() && left > 0) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
    List<byte[]> batch = new ArrayList<>();
    int size = 0;
    for (byte[] record : records) {
      size += record.length;
      if (!batch.isEmpty() && (size > most || batch.size() == mostRecords)) {
        break;
      }
      batch.add(record);
    }
    return batch.isEmpty()
        ? null
        : new Batch(instance, first, first + batch.size() - 1, batch, this);
  }

  @Override
  public synchronized void remove(Batch batch) {
    while (first <= batch.last() && !records.isEmpty()) {
      removeFirst();
    }
  }

  private void removeFirst() {
    bytes -= records.removeFirst().length;
    first++;
  }

  @Override
  public void setAside(Batch batch) {
    remove(batch);
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public synchronized boolean isEmpty() {
    return records.isEmpty();
  }

  @Override
  public synchronized long dropped() {
    return dropped;
  }

  @Override
  public void close() {
    // nothing outlives the process
  }
}
