package dev.metaagent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process and everything it started have used, from /proc.
record ProcessTree(ProcessHandle root) {

  private static final double TICKS_PER_SECOND = 100;

  /// CPU seconds of the server's own process.
  double serverCpuSeconds() {
    return cpuSeconds(root);
  }

  /// CPU seconds of the tree, processes that ended meanwhile included.
  double cpuSeconds() {
    return tree().mapToDouble(ProcessTree::cpuSeconds).sum();
  }

  /// Memory that the tree holds for itself, shared pages divided among those that share them.
  long memoryBytes() {
    return tree().mapToLong(ProcessTree::memoryBytes).sum();
  }

  /// Memory of the server's own process.
  long serverMemoryBytes() {
    return memoryBytes(root);
  }

  private Stream<ProcessHandle> tree() {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  /// User and system time, own and of children that ended: fields 14 to 17 of stat.
  private static double cpuSeconds(ProcessHandle process) {
    try {
      String stat = Files.readString(proc(process, "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int field = 11; field <= 14; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0;
    }
  }

  private static long memoryBytes(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(proc(process, "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0;
    }
  }

  private static Path proc(ProcessHandle process, String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }
}
