package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaagent.testing.TestDatabase;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class FirstStatisticsTest {

  private static final LocalDate DAY = LocalDate.parse("2001-06-30");

  private final DataSource database = TestDatabase.schema("first_statistics");
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(database));
  private final FirstStatistics statistics = new FirstStatistics(database);

  @BeforeEach
  void aDayOfTwoHundredTraces() {
    new Partitions(database).ensure(DAY);
    UUID organization = UUID.randomUUID();
    transaction.executeWithoutResult(status -> {
      jdbc.sql(
              "select set_config('role', 'metaagent_app', true),"
                  + " set_config('metaagent.organization', :organization, true)")
          .param("organization", organization.toString())
          .query()
          .singleRow();
      jdbc.sql(
              "insert into traces (organization_id, trace_id, day, first_seen_at, last_seen_at)"
                  + " select :organization, gen_random_uuid(), :day, now(), now()"
                  + " from generate_series(1, 200)")
          .param("organization", organization)
          .param("day", DAY)
          .update();
    });
  }

  @Test
  void tablesWithoutStatisticsAreAnalysedWhenADayHasItsFirstRows() {
    assertThat(analysedRows("traces")).isEqualTo(-1);

    statistics.written(DAY, FirstStatistics.FIRST - 1);
    assertThat(analysedRows("traces")).isEqualTo(-1);
    statistics.written(DAY, 1);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          assertThat(analysedRows("traces")).isEqualTo(200);
          assertThat(analysedRows("executions_20010630")).isZero();
        });
  }

  @Test
  void aTableIsAnalysedAgainOnlyIfItHadFewRows() {
    assertThat(statistics.analyze(DAY, 1)).isPositive();

    int again = statistics.analyze(DAY, 1);

    assertThat(statistics.analyze(DAY, 201)).isGreaterThan(again);
  }

  @Test
  void theRoleOfRequestsMayNotAnalyse() {
    Boolean allowed =
        jdbc.sql(
                "select has_function_privilege('metaagent_app', 'metaagent_analyze_day(date,"
                    + " integer)', 'execute')")
            .query(Boolean.class)
            .single();

    assertThat(allowed).isFalse();
  }

  private long analysedRows(String table) {
    return jdbc.sql("select reltuples from pg_class where oid = :table::regclass")
        .param("table", table)
        .query(Long.class)
        .single();
  }
}
