package dev.metaagent.sdk.internal.telemetry;

import dev.metaagent.policy.wire.Segments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// One file of the durable log: which records it holds, and how many of them the server has. Not
/// thread-safe.
final class Segment {

  private static final String SUFFIX = ".segment";

  private final Path file;
  private final String instance;
  private long next;
  private long sent;
  private long written;

  private Segment(Path file, String instance, long first, long written) {
    this.file = file;
    this.instance = instance;
    this.next = first;
    this.written = written;
  }

  /// A new one, whose first record has this number.
  static Segment create(Path folder, String instance, long first) {
    return new Segment(folder.resolve(String.format("%020d", first) + SUFFIX), instance, first, 0);
  }

  /// One that a process left behind.
  static Segment found(Path file, String instance) throws IOException {
    String name = file.getFileName().toString();
    long first = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    return new Segment(file, instance, first, Files.size(file));
  }

  static boolean isSegment(Path file) {
    return file.getFileName().toString().matches("[0-9]{1,20}\\.segment");
  }

  FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  void wrote(long bytes) {
    written += bytes;
  }

  /// Records that are not sent yet, of at most this many bytes but at least one.
  Segments.Content read(int mostBytes) throws IOException {
    Segments.Content content = readBytes((int) Math.min(mostBytes, written - sent));
    return content.records().isEmpty() && mostBytes < written - sent
        ? readBytes((int) (written - sent))
        : content;
  }

  private Segments.Content readBytes(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, sent + bytes.position());
      }
    }
    return Segments.read(bytes.flip());
  }

  void sent(List<byte[]> records) {
    for (byte[] record : records) {
      sent += Segments.HEADER_BYTES + record.length;
      next++;
    }
  }

  /// The number of the next record to be sent.
  long next() {
    return next;
  }

  long unsent() {
    return written - sent;
  }

  long size() {
    return written;
  }

  String instance() {
    return instance;
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /// A file beside this one.
  Path sibling(String name) {
    return file.resolveSibling(name);
  }
}
