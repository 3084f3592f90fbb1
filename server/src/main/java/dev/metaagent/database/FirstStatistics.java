package dev.metaagent.database;

import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Has the tables analysed as soon as a day has some rows, and once more when it has many: a plan
/// that is made without statistics reads the whole day for each trace, and autovacuum comes only
/// once a minute.
@Component
public class FirstStatistics {

  private static final Logger log = LoggerFactory.getLogger(FirstStatistics.class);

  /// Rows of a day after which its tables are analysed, the first time and the second.
  static final int FIRST = 300;

  static final int SECOND = 30_000;

  /// Tables of fewer rows at their last analysis are analysed the second time.
  private static final int FEW = 10_000;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Map<LocalDate, Long> rows = new ConcurrentHashMap<>();

  FirstStatistics(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
  }

  /// Counts committed rows of a day; does not wait for the analysis that they may cause.
  public void written(LocalDate day, int count) {
    long after = rows.merge(day, (long) count, Long::sum);
    long before = after - count;
    if (before < SECOND && after >= SECOND) {
      inBackground(day, FEW);
    } else if (before < FIRST && after >= FIRST) {
      inBackground(day, 1);
    }
  }

  private void inBackground(LocalDate day, int below) {
    Thread.ofVirtual().name("first-statistics").start(() -> analyze(day, below));
  }

  /// Analyses the tables of a day, and those without partitions, that had fewer rows at their last
  /// analysis; returns how many it analysed.
  int analyze(LocalDate day, int below) {
    try {
      Integer analyzed =
          transaction.execute(status -> {
            jdbc.sql("select set_config('role', 'metaagent_system', true)").query().singleRow();
            return jdbc.sql("select metaagent_analyze_day(:day, :below)")
                .param("day", day)
                .param("below", below)
                .query(Integer.class)
                .single();
          });
      return analyzed == null ? 0 : analyzed;
    } catch (DataAccessException e) {
      // autovacuum will do it within a minute or two
      log.warn("the tables of {} could not be analysed: {}", day, e.getMessage());
      return 0;
    }
  }
}
