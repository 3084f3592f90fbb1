package dev.metaagent.sdk.internal.telemetry;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records from their end until the server has them: OTLP `ResourceSpans` messages, numbered
/// without gaps for each instance. Thread-safe.
interface RecordLog extends AutoCloseable {

  /// The next records to be sent. `instance` is the process that wrote them, `first` and `last` are
  /// their numbers, `place` where they lie.
  record Batch(String instance, long first, long last, List<byte[]> records, Object place) {}

  /// Appends records, and returns when they are as durable as the log makes them. When it is full,
  /// it drops the oldest, or waits.
  void append(List<byte[]> records) throws InterruptedException;

  /// The oldest records, at most `mostBytes` and `mostRecords` of them but at least one; null if
  /// there are none within the time.
  @Nullable Batch peek(int mostBytes, int mostRecords, Duration timeout)
      throws InterruptedException;

  /// The server has these records, or they are given up.
  void remove(Batch batch);

  /// Keeps a record that the server refuses for good where an operator finds it, if the log can.
  void setAside(Batch batch);

  /// Whether what could not be sent is there at the next start.
  boolean isDurable();

  boolean isEmpty();

  /// Records of this process that were dropped because the log was full.
  long dropped();

  @Override
  void close();
}
