package dev.metaagent.access.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A file that only the user of this process can read.
public final class OwnerFile {

  private OwnerFile() {}

  /// Makes an empty file in place of one that may be there.
  public static void prepare(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(file);
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be written: " + file, e);
    }
  }

  /// Fills a file that was prepared.
  public static void write(Path file, String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be written: " + file, e);
    }
  }

  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be removed: " + file, e);
    }
  }
}
