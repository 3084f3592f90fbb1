package dev.metaagent.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// The database of an installation, for a command beside the server: the one that
/// METAAGENT_DATABASE_URL names, else the embedded one of the data folder, which is started where
/// it does not run.
public final class CommandDatabase implements AutoCloseable {

  private final DataSource dataSource;
  private final @Nullable EmbeddedPostgres started;

  private CommandDatabase(DataSource dataSource, @Nullable EmbeddedPostgres started) {
    this.dataSource = dataSource;
    this.started = started;
  }

  /// Finds the database, or starts it.
  ///
  /// @throws IllegalStateException where there is none
  public static CommandDatabase open(Map<String, String> environment) throws IOException {
    String url = environment.getOrDefault("METAAGENT_DATABASE_URL", "");
    if (!url.isBlank()) {
      return new CommandDatabase(source(DatabaseConfiguration.jdbc(url), environment), null);
    }
    DataFolder data =
        DataFolder.of(Path.of(environment.getOrDefault("METAAGENT_DATA", ".metaagent")));
    if (!data.holdsDatabase()) {
      throw new IllegalStateException("The data folder " + data.path() + " holds no database.");
    }
    Optional<String> running = EmbeddedPostgres.productUrlIn(data);
    if (running.isPresent()) {
      return new CommandDatabase(source(running.get(), Map.of()), null);
    }
    EmbeddedPostgres postgres = EmbeddedPostgres.start(data.path());
    return new CommandDatabase(source(postgres.url(), Map.of()), postgres);
  }

  private static DataSource source(String jdbcUrl, Map<String, String> environment) {
    Address address = Address.of(jdbcUrl);
    String user = address.user();
    String password = address.password();
    if (user == null) {
      user = environment.get("METAAGENT_DATABASE_USERNAME");
      password = environment.get("METAAGENT_DATABASE_PASSWORD");
    }
    DriverManagerDataSource source = new DriverManagerDataSource(address.url());
    source.setUsername(user);
    source.setPassword(password);
    return source;
  }

  public DataSource dataSource() {
    return dataSource;
  }

  @Override
  public void close() {
    if (started != null) {
      started.close();
    }
  }
}
