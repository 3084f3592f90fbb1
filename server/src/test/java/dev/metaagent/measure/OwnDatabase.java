package dev.metaagent.measure;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.metaagent.database.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// A database without other consumers: the servers of other tests would consume the events of these
/// before the test does, by another clock.
final class OwnDatabase {

  private static final HikariDataSource SHARED = start();

  private OwnDatabase() {}

  static DataSource dataSource() {
    return SHARED;
  }

  private static HikariDataSource start() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.start(Files.createTempDirectory("metaagent-measure"));
      Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
      Flyway.configure().dataSource(postgres.url(), null, null).load().migrate();
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(postgres.url());
      config.setMaximumPoolSize(6);
      config.setAutoCommit(false);
      return new HikariDataSource(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
