package dev.metaagent.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which files of a running PostgreSQL cluster belong into a backup: all but those that the server
/// makes anew, as pg_basebackup decides it.
final class ClusterFiles {

  /// Kept as empty folders.
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> LEFT_OUT =
      Set.of(
          "postmaster.pid",
          "postmaster.opts",
          "backup_label",
          "backup_label.old",
          "tablespace_map",
          "backup_manifest");

  /// Copied last: it must not be older than anything else.
  static final Path CONTROL = Path.of("global", "pg_control");

  private ClusterFiles() {}

  /// Folders and files to copy, relative to the cluster, folders before what they hold.
  static List<Path> toCopy(Path cluster) throws IOException {
    try (Stream<Path> walk = Files.walk(cluster)) {
      return walk.map(cluster::relativize)
          .filter(path -> !path.toString().isEmpty() && wanted(path) && !path.equals(CONTROL))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean wanted(Path path) {
    String name = path.getFileName().toString();
    if (path.getNameCount() > 1 && EMPTIED.contains(path.getName(0).toString())) {
      return false;
    }
    for (Path part : path) {
      if (part.toString().startsWith("pgsql_tmp")) {
        return false;
      }
    }
    return !LEFT_OUT.contains(name) && !name.startsWith("pg_internal.init");
  }
}
