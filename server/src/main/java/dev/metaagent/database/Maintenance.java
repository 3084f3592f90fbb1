package dev.metaagent.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// What is done to a data folder from the command line, without the product around it: `backup
/// [file]`, while the server runs or not, and `restore <file>`.
public final class Maintenance {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final DataFolder data;
  private final Clock clock;

  public Maintenance(Path data, Clock clock) {
    this.data = DataFolder.of(data);
    this.clock = clock;
  }

  /// Whether the first argument of the process asks for maintenance instead of the server.
  public static boolean asked(String[] arguments) {
    return arguments.length > 0
        && (arguments[0].equals("backup") || arguments[0].equals("restore"));
  }

  /// Does what the arguments ask for and answers the exit code; failures are one sentence on
  /// standard error.
  public static int run(String[] arguments, Clock clock) {
    String url = System.getenv("METAAGENT_DATABASE_URL");
    if (url != null && !url.isBlank()) {
      System.err.println(
          """
          The database is your own, so save it with its own tools, as a superuser (row-level security \
          hides rows from others): pg_dumpall --roles-only > roles.sql && pg_dump --format=custom \
          --file=metaagent.dump <database>; restore with: psql -f roles.sql && pg_restore --create \
          --dbname=postgres metaagent.dump. Keep METAAGENT_SECRET too.\
          """);
      return 2;
    }
    String folder = Optional.ofNullable(System.getenv("METAAGENT_DATA")).orElse(".metaagent");
    Maintenance maintenance = new Maintenance(Path.of(folder), clock);
    try {
      if (arguments[0].equals("backup")) {
        maintenance.backup(arguments.length > 1 ? Path.of(arguments[1]) : null);
      } else if (arguments.length > 1) {
        maintenance.restore(Path.of(arguments[1]));
      } else {
        throw new IllegalStateException("Name the backup to restore: restore <file>");
      }
      return 0;
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
    } catch (IOException | SQLException e) {
      System.err.println(
          "The " + arguments[0] + " failed and left nothing behind: " + e.getMessage());
    }
    return 1;
  }

  /// Saves everything of the data folder into one file.
  public Path backup(@org.jspecify.annotations.Nullable Path wanted)
      throws IOException, SQLException {
    if (!data.holdsDatabase()) {
      throw new IllegalStateException("The data folder " + data.path() + " holds no database.");
    }
    Path file =
        wanted != null
            ? wanted.toAbsolutePath()
            : Path.of("metaagent-" + STAMP.format(clock.instant()) + ".backup").toAbsolutePath();
    if (Files.exists(file)) {
      throw new IllegalStateException(file + " exists already; it is not overwritten.");
    }
    Optional<String> running = EmbeddedPostgres.runningIn(data);
    if (running.isPresent()) {
      Backup.write(data.path(), running.get(), file);
    } else {
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data.path())) {
        Backup.write(data.path(), postgres.superuserUrl(), file);
      }
    }
    System.out.printf(
        Locale.ROOT, "Saved %s: %,.1f MB.%n", file, Files.size(file) / (double) (1 << 20));
    return file;
  }

  /// Puts a backup into the data folder, which must hold no database.
  public void restore(Path file) throws IOException {
    Restore.read(file.toAbsolutePath(), data.path());
    System.out.println("Restored into " + data.path() + ". Start the server to use it.");
  }
}
