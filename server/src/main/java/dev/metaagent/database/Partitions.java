package dev.metaagent.database;

import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The day partitions of the telemetry tables: made before a row needs them, dropped when retention
/// ends.
@Component
public class Partitions {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

  Partitions(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.transaction.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
  }

  /// Makes the partitions of a day unless they exist. Must be called outside a transaction.
  public void ensure(LocalDate day) {
    if (known.contains(day)) {
      return;
    }
    transaction.executeWithoutResult(status -> {
      jdbc.sql("select set_config('role', 'metaagent_app', true)").query().singleRow();
      jdbc.sql("select 1 from metaagent_create_day(:day)").param("day", day).query().listOfRows();
    });
    known.add(day);
  }

  /// Drops the partitions of days before {@code oldest}, of one table or of all (null).
  public int dropBefore(LocalDate oldest, @org.jspecify.annotations.Nullable String table) {
    Integer dropped =
        transaction.execute(status -> {
          // lock timeout: do not wait for long readers, the next run retries
          jdbc.sql(
                  "select set_config('role', 'metaagent_system', true),"
                      + " set_config('lock_timeout', '2s', true)")
              .query()
              .singleRow();
          return jdbc.sql("select metaagent_drop_days_before(:oldest, :table)")
              .param("oldest", oldest)
              .param("table", table)
              .query(Integer.class)
              .single();
        });
    known.removeIf(day -> day.isBefore(oldest));
    return dropped == null ? 0 : dropped;
  }
}
