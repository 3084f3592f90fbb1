package dev.metaagent.database;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Puts a backup into a data folder without a database. The folder gets its database in one step at
/// the end, so a restore that is interrupted leaves none.
final class Restore {

  private final Path data;
  private final Path work;

  private Restore(Path data) {
    this.data = data;
    this.work = data.resolve("restoring");
  }

  /// @throws IllegalStateException with a sentence for the operator when it cannot be done
  static void read(Path file, Path data) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException("There is no backup " + file + ".");
    }
    if (Files.exists(data.resolve(DataFolder.CLUSTER))) {
      throw new IllegalStateException(
          "The data folder "
              + data
              + " holds a database already; restore into an empty one with METAAGENT_DATA, or move"
              + " it away first.");
    }
    Files.createDirectories(data);
    try (DataFolderLock lock = DataFolderLock.take(data)) {
      new Restore(data).run(file, lock);
    }
  }

  private void run(Path file, DataFolderLock held) throws IOException {
    java.util.Objects.requireNonNull(held);
    deleteAll(work);
    Files.createDirectories(work);
    try {
      unpack(file);
      moveIntoPlace();
    } finally {
      deleteAll(work);
    }
  }

  private void unpack(Path file) throws IOException {
    boolean complete = false;
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        TarArchiveInputStream archive = new TarArchiveInputStream(new ZstdInputStream(raw))) {
      checkFormat(file, archive);
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        complete = entry.getName().equals(Backup.END);
        if (!complete) {
          unpack(archive, entry);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(file + " is damaged: " + e.getMessage(), e);
    }
    if (!complete) {
      throw new IllegalStateException(file + " is not complete: its end is missing.");
    }
  }

  private static void checkFormat(Path file, TarArchiveInputStream archive) throws IOException {
    TarArchiveEntry first = archive.getNextEntry();
    String format =
        first != null && first.getName().equals(Backup.MANIFEST)
            ? new String(archive.readAllBytes(), StandardCharsets.UTF_8)
            : "not a backup of MetaAgent";
    if (major(format).equals(major(Backup.FORMAT))) {
      return;
    }
    throw new IllegalStateException(
        file + " cannot be restored by this version: it is \"" + format + "\".");
  }

  /// The format without the minor version of PostgreSQL, within which files are the same.
  private static String major(String format) {
    int dot = format.indexOf('.');
    return dot < 0 ? format : format.substring(0, dot);
  }

  private void unpack(TarArchiveInputStream archive, TarArchiveEntry entry) throws IOException {
    Path target = work.resolve(entry.getName()).normalize();
    if (!target.startsWith(work)) {
      throw new IOException("entry outside the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    Files.copy(archive, target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void moveIntoPlace() throws IOException {
    Path cluster = work.resolve(DataFolder.CLUSTER);
    Files.createDirectories(cluster.resolve("pg_wal"));
    Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));
    List<Path> others;
    try (Stream<Path> files = Files.list(work)) {
      others = files.filter(Files::isRegularFile).toList();
    }
    for (Path other : others) {
      Files.move(
          other,
          data.resolve(other.getFileName()),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(cluster, data.resolve(DataFolder.CLUSTER));
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, java.io.@org.jspecify.annotations.Nullable IOException problem)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
