package dev.metaagent.sdk.internal.telemetry;

import dev.metaagent.policy.wire.Segments;
import dev.metaagent.sdk.internal.report.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records in segments on disk. Each append ends with one fsync for all its records (group commit).
/// What other processes left behind is sent first.
final class SegmentLog implements RecordLog {

  private static final long SEGMENT_BYTES = 4L << 20;

  private final InstanceFolder own;
  private final long mostBytes;
  private final WhenFull whenFull;
  private final Problems problems;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private @Nullable Segment current;
  private @Nullable FileChannel channel;
  private long nextNumber = 1;
  private long bytes;
  private long dropped;
  private boolean closed;

  SegmentLog(Path data, String instance, long mostBytes, WhenFull whenFull, Problems problems)
      throws IOException {
    this.mostBytes = mostBytes;
    this.whenFull = whenFull;
    this.problems = problems;
    for (Segment left : InstanceFolder.leftBehind(data)) {
      segments.add(left);
      bytes += left.size();
    }
    this.own = InstanceFolder.create(data, instance);
  }

  @Override
  public synchronized void append(List<byte[]> records) throws InterruptedException {
    try {
      for (byte[] record : records) {
        makeRoom(Segments.HEADER_BYTES + record.length);
        write(Segments.record(record));
      }
      if (channel != null) {
        channel.force(false);
      }
    } catch (IOException e) {
      dropped += records.size();
      seal();
      problems.report("log", "Spans cannot be written to disk: " + e);
    }
    notifyAll();
  }

  private void makeRoom(int needed) throws IOException, InterruptedException {
    while (bytes + needed > mostBytes && !segments.isEmpty() && !closed) {
      if (whenFull == WhenFull.BLOCK) {
        wait();
      } else {
        dropOldest();
      }
    }
  }

  private void dropOldest() throws IOException {
    Segment oldest = segments.getFirst();
    int lost = oldest.read(Integer.MAX_VALUE).records().size();
    dropped += lost;
    problems.report("log", "The log of spans is full: " + dropped + " records were dropped.");
    delete(oldest);
  }

  private void write(ByteBuffer record) throws IOException {
    if (current == null || channel == null || current.size() >= SEGMENT_BYTES) {
      seal();
      Segment next = Segment.create(own.path(), own.instance(), nextNumber);
      channel = next.open();
      current = next;
      segments.add(next);
    }
    int size = record.remaining();
    while (record.hasRemaining()) {
      channel.write(record);
    }
    current.wrote(size);
    bytes += size;
    nextNumber++;
  }

  /// No more is written to the current segment.
  private void seal() {
    try {
      if (channel != null) {
        channel.force(false);
        channel.close();
      }
    } catch (IOException e) {
      problems.report("log", "A segment cannot be closed: " + e);
    }
    channel = null;
    current = null;
  }

  @Override
  public synchronized @Nullable Batch peek(int most, int mostRecords, Duration timeout)
      throws InterruptedException {
    long until = System.nanoTime() + timeout.toNanos();
    while (true) {
      Batch batch = next(most, mostRecords);
      long left = (until - System.nanoTime()) / 1_000_000;
      if (batch != null || left <= 0 || closed) {
        return batch;
      }
      wait(left);
    }
  }

  private @Nullable Batch next(int most, int mostRecords) {
    while (!segments.isEmpty() && segments.getFirst().unsent() > 0) {
      Segment head = segments.getFirst();
      List<byte[]> records = readable(head, most);
      if (!records.isEmpty()) {
        List<byte[]> batch = records.subList(0, Math.min(mostRecords, records.size()));
        long last = head.next() + batch.size() - 1;
        return new Batch(head.instance(), head.next(), last, batch, head);
      }
    }
    return null;
  }

  /// The rest of a segment that cannot be read is lost: it is counted and removed.
  private List<byte[]> readable(Segment head, int most) {
    try {
      List<byte[]> records = head.read(most).records();
      if (records.isEmpty()) {
        problems.report("lost", head.unsent() + " bytes of a segment of spans cannot be read.");
        delete(head);
      }
      return records;
    } catch (IOException e) {
      problems.report("lost", "A segment of spans cannot be read: " + e);
      segments.remove(head);
      bytes -= head.size();
      return List.of();
    }
  }

  @Override
  public synchronized void remove(Batch batch) {
    if (batch.place() instanceof Segment segment && segments.contains(segment)) {
      segment.sent(batch.records());
      if (segment.unsent() == 0) {
        deleteOrReport(segment);
      }
      notifyAll();
    }
  }

  private void deleteOrReport(Segment segment) {
    try {
      delete(segment);
    } catch (IOException e) {
      problems.report("log", "A segment of spans cannot be removed: " + e);
    }
  }

  private void delete(Segment segment) throws IOException {
    if (segment == current) {
      seal();
    }
    segments.remove(segment);
    bytes -= segment.size();
    segment.delete();
  }

  @Override
  public synchronized void setAside(Batch batch) {
    if (batch.place() instanceof Segment segment) {
      try {
        Path file = segment.sibling(String.format("%020d.refused", batch.first()));
        Files.write(file, batch.records().get(0));
      } catch (IOException e) {
        problems.report("log", "A refused record cannot be kept: " + e);
      }
    }
    remove(batch);
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public synchronized boolean isEmpty() {
    return segments.isEmpty();
  }

  @Override
  public synchronized long dropped() {
    return dropped;
  }

  @Override
  public synchronized void close() {
    closed = true;
    seal();
    own.close();
    notifyAll();
  }
}
