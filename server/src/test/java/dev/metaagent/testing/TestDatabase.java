package dev.metaagent.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.metaagent.database.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// One migrated PostgreSQL for all tests of a JVM: the embedded one, or the one
/// METAAGENT_TEST_DATABASE_URL names (its schema is dropped first). Tests keep apart by using
/// organizations of their own.
public final class TestDatabase {

  private static final TestDatabase SHARED = new TestDatabase();

  private final String url;
  private final String owner;
  private final HikariDataSource dataSource;

  private TestDatabase() {
    Optional<String> external = Optional.ofNullable(System.getenv("METAAGENT_TEST_DATABASE_URL"));
    this.url = external.orElseGet(TestDatabase::startEmbedded);
    this.owner =
        Optional.ofNullable(System.getenv("METAAGENT_TEST_DATABASE_OWNER_URL")).orElse(url);
    Flyway flyway =
        Flyway.configure().dataSource(owner, null, null).cleanDisabled(external.isEmpty()).load();
    if (external.isPresent()) {
      flyway.clean();
    }
    flyway.migrate();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(12);
    config.setAutoCommit(false);
    if (external.isPresent()) {
      config.addDataSourceProperty("prepareThreshold", "0");
    }
    this.dataSource = new HikariDataSource(config);
  }

  /// A migrated schema of the same database, that no server and no other test touches.
  public static DataSource schema(String name) {
    String url = SHARED.owner + (SHARED.owner.contains("?") ? "&" : "?") + "currentSchema=" + name;
    Flyway flyway = Flyway.configure().dataSource(url, null, null).cleanDisabled(false).load();
    flyway.clean();
    flyway.migrate();
    return new DriverManagerDataSource(url);
  }

  private static String startEmbedded() {
    try {
      Path data = Files.createTempDirectory("metaagent-test");
      EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
      Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
      return postgres.url();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static DataSource dataSource() {
    return SHARED.dataSource;
  }

  /// The JDBC URL, user and password included, for whole-process tests.
  public static String url() {
    return SHARED.url;
  }

  /// The same past a pooler: for what belongs to one connection, as LISTEN does.
  public static String directUrl() {
    return SHARED.owner;
  }
}
