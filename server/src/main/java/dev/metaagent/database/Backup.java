package dev.metaagent.database;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// A copy of a whole data folder, taken while its database works: the files of the cluster between
/// `pg_backup_start` and `pg_backup_stop`, and the write-ahead log of that time, which makes them
/// one consistent state when they are started. Everything committed before the backup ended is in
/// it.
final class Backup implements AutoCloseable {

  static final String MANIFEST = "metaagent-backup";
  static final String FORMAT = "MetaAgent backup 1, PostgreSQL " + EmbeddedPostgres.VERSION;
  static final String END = "end-of-backup";

  private final Path data;
  private final Path cluster;
  private final TarArchiveOutputStream archive;

  private Backup(Path data, OutputStream target) throws IOException {
    this.data = data;
    this.cluster = data.resolve(DataFolder.CLUSTER);
    this.archive =
        new TarArchiveOutputStream(
            new ZstdOutputStream(new BufferedOutputStream(target, 1 << 16), 3));
    this.archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    this.archive.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /// Writes the backup of a data folder whose database answers at {@code superuserUrl}. The file
  /// appears only when it is complete.
  static void write(Path data, String superuserUrl, Path file) throws IOException, SQLException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      try (OutputStream target = Files.newOutputStream(partial);
          Backup backup = new Backup(data, target)) {
        backup.run(superuserUrl);
      }
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private void run(String superuserUrl) throws IOException, SQLException {
    text(MANIFEST, FORMAT);
    for (Path file : besideTheCluster()) {
      copy(file, file.getFileName().toString());
    }
    try (Connection connection = DriverManager.getConnection(superuserUrl);
        Statement statement = connection.createStatement()) {
      statement.execute("set statement_timeout = 0");
      // a temporary slot keeps the write-ahead log that the copy needs, and goes with the session
      statement.execute(
          "select pg_create_physical_replication_slot('metaagent_backup', true, true)");
      String first = one(statement, "select pg_walfile_name(pg_backup_start('metaagent', true))");
      for (Path path : ClusterFiles.toCopy(cluster)) {
        copy(cluster.resolve(path), DataFolder.CLUSTER + "/" + path);
      }
      copy(cluster.resolve(ClusterFiles.CONTROL), DataFolder.CLUSTER + "/" + ClusterFiles.CONTROL);
      stop(statement, first);
    }
    text(END, "");
    archive.finish();
  }

  private void stop(Statement statement, String first) throws IOException, SQLException {
    String last;
    String label;
    try (ResultSet row =
        statement.executeQuery(
            "select pg_walfile_name(lsn), labelfile from pg_backup_stop(false)")) {
      row.next();
      last = row.getString(1);
      label = row.getString(2);
    }
    text(DataFolder.CLUSTER + "/backup_label", label);
    List<Path> log;
    try (Stream<Path> files = Files.list(cluster.resolve("pg_wal"))) {
      log =
          files
              .filter(file -> file.getFileName().toString().matches("[0-9A-F]{24}"))
              .filter(file -> between(first, file.getFileName().toString(), last))
              .sorted()
              .toList();
    }
    for (Path file : log) {
      copy(file, DataFolder.CLUSTER + "/pg_wal/" + file.getFileName());
    }
  }

  private static boolean between(String first, String name, String last) {
    return name.compareTo(first) >= 0 && name.compareTo(last) <= 0;
  }

  private static String one(Statement statement, String question) throws SQLException {
    try (ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  /// Passwords and secrets of the data folder; no logs, no programs, no lock.
  private List<Path> besideTheCluster() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.filter(Files::isRegularFile).filter(Backup::worthKeeping).sorted().toList();
    }
  }

  private static boolean worthKeeping(Path file) {
    String name = file.getFileName().toString();
    return !name.equals("lock") && !name.contains(".log") && !name.contains("backup");
  }

  private void text(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setMode(0100600);
    archive.putArchiveEntry(entry);
    archive.write(bytes);
    archive.closeArchiveEntry();
  }

  /// Copies a file with its current length: bytes appended meanwhile are in the write-ahead log,
  /// and so are those truncated meanwhile, which are filled with zeros.
  private void copy(Path source, String name) throws IOException {
    if (Files.isDirectory(source)) {
      TarArchiveEntry entry = new TarArchiveEntry(name + "/");
      entry.setMode(040700);
      archive.putArchiveEntry(entry);
      archive.closeArchiveEntry();
      return;
    }
    try (InputStream content = Files.newInputStream(source)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(Files.size(source));
      entry.setMode(0100600);
      archive.putArchiveEntry(entry);
      transfer(content, entry.getSize());
      archive.closeArchiveEntry();
    } catch (NoSuchFileException e) {
      // dropped since the folder was listed; the write-ahead log says so
    }
  }

  private void transfer(InputStream content, long size) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = size;
    while (left > 0) {
      int wanted = (int) Math.min(left, buffer.length);
      int read = content.readNBytes(buffer, 0, wanted);
      if (read < wanted) {
        java.util.Arrays.fill(buffer, read, wanted, (byte) 0);
      }
      archive.write(buffer, 0, wanted);
      left -= wanted;
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
