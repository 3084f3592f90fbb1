package dev.metaagent.search.executions;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.metaagent.database.EmbeddedPostgres;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.SystemTransactions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Makes the database of {@link QuestionsBench}: {@code BulkDatabase <folder> <executions> <days>
/// [executions alone]}.
final class BulkDatabase {

  private BulkDatabase() {}

  public static void main(String[] arguments) {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
        HikariDataSource dataSource = open(postgres)) {
      Instant now = Clock.systemUTC().instant();
      new BulkRows(dataSource, OrganizationId.LOCAL, arguments.length < 4)
          .fill(now, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
      try (HikariDataSource owner = new HikariDataSource(config(postgres))) {
        JdbcClient.create(owner).sql("vacuum analyze").update();
      }
      Duration took = Duration.between(now, Clock.systemUTC().instant());
      System.out.println("filled in " + took.toSeconds() + " s");
    }
  }

  /// The migrated database of a folder, with the local organization.
  static HikariDataSource open(EmbeddedPostgres postgres) {
    Flyway.configure().dataSource(postgres.url(), null, null).load().migrate();
    HikariConfig config = config(postgres);
    config.setAutoCommit(false);
    config.addDataSourceProperty("prepareThreshold", "3");
    HikariDataSource dataSource = new HikariDataSource(config);
    new Organizations(dataSource, new SystemTransactions(dataSource))
        .create(OrganizationId.LOCAL, "Bench", ZoneOffset.UTC, false);
    return dataSource;
  }

  private static HikariConfig config(EmbeddedPostgres postgres) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(postgres.url());
    config.setMaximumPoolSize(4);
    return config;
  }
}
