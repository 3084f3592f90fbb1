package dev.metaagent.sdk.internal.telemetry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folder in which one process keeps its segments, held by a lock on a file as long as the
/// process lives.
final class InstanceFolder implements AutoCloseable {

  private static final String LOCK = "lock";

  private final Path path;
  private final String instance;
  private final FileChannel lock;

  private InstanceFolder(Path path, String instance, FileChannel lock) {
    this.path = path;
    this.instance = instance;
    this.lock = lock;
  }

  static InstanceFolder create(Path data, String instance) throws IOException {
    Path path = Files.createDirectories(data.resolve(instance));
    FileChannel channel = channel(path);
    if (!isLocked(channel)) {
      channel.close();
      throw new IOException("another process uses " + path);
    }
    return new InstanceFolder(path, instance, channel);
  }

  /// Segments of processes that live no more, in their order. Their locks are kept until this
  /// process ends, so that no other one sends them too. Folders without segments are removed.
  static List<Segment> leftBehind(Path data) throws IOException {
    List<Segment> segments = new ArrayList<>();
    Files.createDirectories(data);
    for (Path folder : sorted(data)) {
      FileChannel channel = channel(folder);
      if (!isLocked(channel)) {
        channel.close();
        continue;
      }
      List<Segment> found = segments(folder);
      segments.addAll(found);
      if (found.isEmpty()) {
        channel.close();
        removeUnlessKept(folder);
      }
    }
    return segments;
  }

  private static List<Segment> segments(Path folder) throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (Path file : sorted(folder)) {
      if (Segment.isSegment(file)) {
        Segment segment = Segment.found(file, folder.getFileName().toString());
        if (segment.size() > 0) {
          segments.add(segment);
        } else {
          segment.delete();
        }
      }
    }
    return segments;
  }

  /// Refused records stay for an operator.
  private static void removeUnlessKept(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(LOCK));
    if (sorted(folder).isEmpty()) {
      Files.deleteIfExists(folder);
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.naturalOrder()).toList();
    }
  }

  private static FileChannel channel(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  String instance() {
    return instance;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // the lock ends with the process
    }
  }
}
