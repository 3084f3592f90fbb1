package dev.metaagent.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs of PostgreSQL that this build carries for its platform.
final class PostgresBinaries {

  private PostgresBinaries() {}

  /// Unpacks them into a folder.
  ///
  /// @throws IllegalStateException when the build carries none for this platform
  static void unpack(Path home) throws IOException {
    String resource = "/postgres-" + platform() + ".txz";
    try (InputStream raw = PostgresBinaries.class.getResourceAsStream(resource)) {
      if (raw == null) {
        throw new IllegalStateException(
            "This build carries no PostgreSQL for "
                + platform()
                + "; set METAAGENT_DATABASE_URL to one of your own (15 to 18).");
      }
      TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw)));
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpackEntry(home, tar, entry);
      }
    }
    Files.createFile(home.resolve("unpacked"));
  }

  private static void unpackEntry(Path home, TarArchiveInputStream tar, TarArchiveEntry entry)
      throws IOException {
    Path target = home.resolve(entry.getName()).normalize();
    if (!target.startsWith(home)) {
      throw new IOException("entry outside the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    Files.deleteIfExists(target);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    if ((entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    String system = os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : "linux";
    String machine =
        switch (architecture) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> architecture;
        };
    return system + "-" + machine;
  }

  static String bin(Path home, String program) {
    return home.resolve("bin").resolve(program).toString();
  }

  /// The command itself, or inside a user namespace where we are root, which PostgreSQL refuses.
  static List<String> asUser(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
    wrapped.addAll(command);
    return wrapped;
  }

  static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command.getFirst() + " failed: " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while preparing PostgreSQL", e);
    }
  }
}
