package dev.metaagent.measure.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How the runs of a bucket are found among those of a whole day.
class EndedExecutionStoreTest {

  private static final String RUNS =
      """
      insert into executions (organization_id, day, trace_id, span_id, agent_id, name, status, started_at, ended_at,
        arrived_at, step_count, mapping_version)
      select :organization, :day, gen_random_uuid(), n, md5('a' || n % 30)::uuid, 'run', 1, at, at, at, 3, 1
      from (select n, :now::timestamptz - n * interval '10 ms' as at from generate_series(1, 4000) n) runs
      """;

  private static final String AGENTS =
      """
      select distinct agent_id from executions where organization_id = :organization
      """;

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
  private final SystemTransactions system = new SystemTransactions(TestDatabase.dataSource());
  private final OrganizationId organization = new OrganizationId(UUID.randomUUID());
  private final Instant now = Clock.systemUTC().instant();
  private final LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);

  @Test
  void theRunsOfABucketAreLookedUpAndTheDayIsNotRead() throws SQLException {
    fill();

    String plan = system.call(() -> String.join("\n", plan()));

    String ofDay = "executions_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    assertThat(plan)
        .contains(ofDay + "_organization_id_agent_id_ended_at_idx")
        .doesNotContain("Seq Scan on " + ofDay);
  }

  private void fill() throws SQLException {
    system.call(
        () -> jdbc.sql("select metaagent_create_day(:day)").param("day", day).query().listOfRows());
    Tenant.run(
        organization,
        () ->
            new TenantTransactions(TestDatabase.dataSource())
                .write(() ->
                    jdbc.sql(RUNS)
                        .param("organization", organization.value())
                        .param("day", day)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()));
    try (Connection connection = TestDatabase.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("analyze executions");
      connection.commit();
    }
  }

  private List<String> plan() {
    UUID[] agents =
        jdbc.sql(AGENTS).param("organization", organization.value()).query(UUID.class).stream()
            .toArray(UUID[]::new);
    Long[] starts = Stream.of(agents).map(_ -> now.getEpochSecond() - 20).toArray(Long[]::new);
    return jdbc.sql("explain " + EndedExecutionStore.IN_BUCKETS)
        .param("organization", organization.value())
        .param("width", 10)
        .param("agents", agents)
        .param("members", agents)
        .param("starts", starts)
        .query((row, _) -> Objects.requireNonNull(row.getString(1)))
        .list();
  }
}
