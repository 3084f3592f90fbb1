package dev.metaagent.database;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The folder of everything that survives a restart.
///
/// @param path absolute and without symbolic links, so that the server, its commands and PostgreSQL
///   name it the same way
record DataFolder(Path path) {

  static final String CLUSTER = "database";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  static DataFolder of(Path given) {
    Path plain = given.toAbsolutePath().normalize();
    try {
      return new DataFolder(Files.exists(plain) ? plain.toRealPath() : plain);
    } catch (IOException e) {
      return new DataFolder(plain);
    }
  }

  /// The same, made where it does not exist, and readable by its owner only.
  static DataFolder make(Path given) throws IOException {
    Files.createDirectories(given);
    DataFolder folder = of(given);
    if (POSIX) {
      Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwx------"));
      folder.makeLog();
    }
    return folder;
  }

  private void makeLog() throws IOException {
    if (Files.notExists(log())) {
      Files.createFile(log());
    }
    Files.setPosixFilePermissions(log(), PosixFilePermissions.fromString("rw-------"));
  }

  /// The files of PostgreSQL.
  Path cluster() {
    return path.resolve(CLUSTER);
  }

  boolean holdsDatabase() {
    return Files.exists(cluster());
  }

  /// The unpacked programs of PostgreSQL.
  Path programs() {
    return path.resolve("postgresql-" + EmbeddedPostgres.VERSION);
  }

  /// The file by which PostgreSQL says that it works in its cluster.
  Path postmasterFile() {
    return cluster().resolve("postmaster.pid");
  }

  /// What PostgreSQL prints.
  Path log() {
    return path.resolve("database.log");
  }

  Path passwordFile() {
    return path.resolve("database.password");
  }

  /// The password of the database, made on first use.
  String password() throws IOException {
    Path file = passwordFile();
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file).strip();
  }
}
