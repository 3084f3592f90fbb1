package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Everything here is older than what other tests store, so nothing of theirs is dropped.
@SuppressWarnings("InlineFormatString")
class RetentionTest {

  private static final LocalDate TODAY = LocalDate.parse("2001-06-30");

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(TestDatabase.dataSource()));
  private final Partitions partitions = new Partitions(TestDatabase.dataSource());
  private final Retention retention =
      new Retention(
          partitions,
          new DatabaseSettings(Path.of("."), null, null, null, null, null, 4, 30, 7),
          TestDatabase.dataSource(),
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

  @Test
  void newsAreKeptUntilEveryConsumerHasReadThem() {
    UUID organization = UUID.randomUUID();
    Instant old = TODAY.atStartOfDay().toInstant(ZoneOffset.UTC);
    String insert =
        "insert into recorded_batches (organization_id, transaction_id, recorded_at, facts)"
            + " values ('%s', '1'::xid8, '%s', '[]')";
    String slow = "slow-" + UUID.randomUUID();
    as(organization, insert.formatted(organization, old), JdbcClient.StatementSpec::update);
    system("insert into batch_cursors values ('%s', '0'::xid8, 0)".formatted(slow));

    retention.trimNews();
    assertThat(news(organization)).isEqualTo(1);

    system(
        "update batch_cursors set transaction_id = '99999999999'::xid8 where consumer = '%s'"
            .formatted(slow));
    // other consumers of this database that have not read anything yet
    assumeThat(unread()).isZero();
    retention.trimNews();
    assertThat(news(organization)).isZero();
  }

  private long unread() {
    return java.util.Objects.requireNonNull(
        transaction.execute(status ->
            jdbc.sql("select count(*) from batch_cursors where transaction_id <= '1'::xid8")
                .query(Long.class)
                .single()));
  }

  private long news(UUID organization) {
    return as(
        organization,
        "select count(*) from recorded_batches",
        row -> row.query(Long.class).single());
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

  private void system(String sql) {
    transaction.executeWithoutResult(status -> {
      jdbc.sql("select set_config('role', 'metaagent_system', true)").query().singleRow();
      jdbc.sql(sql).update();
    });
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
