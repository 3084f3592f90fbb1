package dev.metaagent.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What PostgreSQL wrote into postmaster.pid: its lock on the cluster, which only PostgreSQL itself
/// may remove.
///
/// @param pid its process
/// @param startedAt when it began, to the second
/// @param port where it listens
record PostmasterFile(long pid, Instant startedAt, int port) {

  /// Reads the file; empty where there is none or it is not written to its end.
  static Optional<PostmasterFile> read(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() < 4
          ? Optional.empty()
          : Optional.of(
              new PostmasterFile(
                  Long.parseLong(lines.get(0).strip()),
                  Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                  Integer.parseInt(lines.get(3).strip())));
    } catch (NoSuchFileException | NumberFormatException _) {
      return Optional.empty();
    }
  }
}
