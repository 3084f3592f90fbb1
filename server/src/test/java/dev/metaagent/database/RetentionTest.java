package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// In a schema of its own: the retention of a running server would drop these old days at any
/// moment.
@SuppressWarnings("InlineFormatString")
class RetentionTest {

  private static final LocalDate TODAY = LocalDate.parse("2001-06-30");

  private static final DataSource DATABASE = TestDatabase.schema("retention");

  private final JdbcClient jdbc = JdbcClient.create(DATABASE);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(DATABASE));
  private final Partitions partitions = new Partitions(DATABASE);
  private final Retention retention =
      new Retention(
          partitions,
          new DatabaseSettings(Path.of("."), null, null, null, null, null, 4, 30, 7),
          DATABASE,
          Clock.fixed(TODAY.atTime(9, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC));

  @Test
  void daysAreMadeAheadAndDroppedAfterTheirRetention() {
    retention.makeDaysAhead();
    partitions.ensure(TODAY.minusDays(31));
    partitions.ensure(TODAY.minusDays(30));
    partitions.ensure(TODAY.minusDays(8));

    assertThat(days("executions"))
        .contains(TODAY.minusDays(1), TODAY, TODAY.plusDays(3), TODAY.minusDays(31));

    retention.dropOldDays();

    assertThat(days("executions"))
        .doesNotContain(TODAY.minusDays(31))
        .contains(TODAY.minusDays(30), TODAY.minusDays(8));
    assertThat(days("action_contents"))
        .doesNotContain(TODAY.minusDays(30), TODAY.minusDays(8))
        .contains(TODAY);
  }

  @Test
  void tracesGoWithTheirDay() {
    UUID organization = UUID.randomUUID();
    trace(organization, TODAY.minusDays(31));
    trace(organization, TODAY.minusDays(30));

    retention.dropOldDays();

    List<LocalDate> left =
        as(organization, "select day from traces", row -> row.query(LocalDate.class).list());
    assertThat(left).containsExactly(TODAY.minusDays(30));
  }

  private void trace(UUID organization, LocalDate day) {
    String insert =
        "insert into traces (organization_id, trace_id, day, first_seen_at, last_seen_at) values"
            + " ('%s', gen_random_uuid(), '%s', now(), now())";
    as(organization, insert.formatted(organization, day), JdbcClient.StatementSpec::update);
  }

  private List<LocalDate> days(String table) {
    return as(
        UUID.randomUUID(),
        "select to_date(right(relname, 8), 'YYYYMMDD') from pg_inherits join pg_class on oid ="
            + " inhrelid where inhparent = '%s'::regclass".formatted(table),
        row -> row.query(LocalDate.class).list());
  }

  private interface Use<T> {
    T of(JdbcClient.StatementSpec statement);
  }

  private <T> T as(UUID organization, String sql, Use<T> use) {
    return java.util.Objects.requireNonNull(
        transaction.execute(status -> {
          jdbc.sql(
                  "select set_config('role', 'metaagent_app', true),"
                      + " set_config('metaagent.organization', :organization, true)")
              .param("organization", organization.toString())
              .query()
              .singleRow();
          return use.of(jdbc.sql(sql));
        }));
  }
}
