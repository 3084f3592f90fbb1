package dev.metaagent.database;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The retention of telemetry. Days are dropped as partitions; rows of tables without partitions
/// are deleted in small batches.
@Component
class Retention {

  static final int DAYS_AHEAD = 3;

  private static final int PORTION = 5_000;

  /// Bodies may go before the executions they belong to.
  private static final List<String> CONTENT = List.of("action_contents", "action_log_records");

  private static final String TABLES = "select name from day_partitioned_tables order by name";

  private static final String TRIM =
      """
      delete from {table} where ctid = any(array(select ctid from {table} where day < :oldest limit :portion))
      """;

  /// Tables without partitions, whose rows belong to a day.
  private static final List<String> BESIDE =
      List.of("traces", "execution_outcomes", "outcome_keys", "execution_editions", "run_places");

  private final Partitions partitions;
  private final DatabaseSettings settings;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Retention(Partitions partitions, DatabaseSettings settings, DataSource dataSource, Clock clock) {
    this.partitions = partitions;
    this.settings = settings;
    this.jdbc = JdbcClient.create(dataSource);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.clock = clock;
  }

  /// Makes the partitions of yesterday, today and the next days.
  void makeDaysAhead() {
    LocalDate today = today();
    for (int ahead = -1; ahead <= DAYS_AHEAD; ahead++) {
      partitions.ensure(today.plusDays(ahead));
    }
  }

  /// Drops the days past their retention, and deletes rows of tables without partitions.
  void dropOldDays() {
    LocalDate oldest = today().minusDays(settings.retentionDays());
    LocalDate oldestContent = today().minusDays(settings.contentDays());
    // one table at a time: no reader of two waits in a circle
    for (String table : inTransaction(() -> jdbc.sql(TABLES).query(String.class).list())) {
      boolean content = CONTENT.contains(table) && oldestContent.isAfter(oldest);
      partitions.dropBefore(content ? oldestContent : oldest, table);
    }
    for (String table : BESIDE) {
      inPortions(() ->
          jdbc.sql(TRIM.replace("{table}", table))
              .param("oldest", oldest)
              .param("portion", PORTION)
              .update());
    }
  }

  private void inPortions(IntSupplier deletion) {
    int deleted = PORTION;
    while (deleted == PORTION) {
      deleted = inTransaction(deletion::getAsInt);
    }
  }

  private <T> T inTransaction(Supplier<T> work) {
    return Objects.requireNonNull(
        transaction.execute(status -> {
          jdbc.sql("select set_config('role', 'metaagent_system', true)").query().singleRow();
          return work.get();
        }));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
