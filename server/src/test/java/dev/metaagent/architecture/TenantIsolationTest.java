package dev.metaagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;

/// No tenant sees or changes a row of another, in any table or partition. A new table without a
/// policy fails this test.
class TenantIsolationTest {

  /// Tables without an organization.
  private static final Set<String> SHARED =
      Set.of(
          "flyway_schema_history",
          "scheduled_tasks",
          "batch_cursors",
          "day_partitioned_tables",
          "organizations");

  private static final String TABLES =
      """
      select relname, relkind::text as kind, relrowsecurity as secured, relforcerowsecurity as forced,
        relispartition as part
      from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      order by relname
      """;

  private record Table(String name, boolean secured, boolean forced, boolean partition) {}

  private static final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
  private static final TenantTransactions transactions =
      new TenantTransactions(TestDatabase.dataSource());
  private static final TestServer server = TestServer.local();
  private static OrganizationId owner = OrganizationId.LOCAL;
  private static OrganizationId stranger = OrganizationId.LOCAL;

  @BeforeAll
  static void aTenantWithTelemetry() {
    owner = TestKeys.organization(server);
    stranger = TestKeys.organization(server);
    String key = TestKeys.key(server, owner, dev.metaagent.access.KeyScope.INGEST);
    String trace = new TraceId(UUID.randomUUID()).toString();
    long now = System.currentTimeMillis() * 1_000_000L;
    String body =
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"isolated"}}]},
        "scopeSpans":[{"scope":{"name":"test"},"spans":[{"traceId":"%s","spanId":"00000000000000a1",
        "name":"invoke_agent isolated","startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[
        {"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},
        {"key":"gen_ai.agent.name","value":{"stringValue":"isolated"}}]}]}]}]}
        """
            .formatted(trace, now - 1_000_000_000L, now);
    TestServer remote = TestServer.remote();
    assertThat(
            remote
                .send(
                    remote
                        .request("/v1/traces")
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void everyTableAndEveryPartitionForcesRowLevelSecurity() {
    assertThat(tables())
        .filteredOn(table -> !SHARED.contains(table.name()))
        .hasSizeGreaterThan(20)
        .allSatisfy(table -> {
          assertThat(table.secured()).as("%s has row-level security", table.name()).isTrue();
          assertThat(table.forced()).as("%s forces it on its owner", table.name()).isTrue();
        });
  }

  @Test
  void aStrangerSelectsNothing() {
    assertThat(count(owner, "executions")).isPositive();
    for (Table table : parents()) {
      if (grants(table, "select")) {
        assertThat(
                as(
                    stranger,
                    "select count(*) from "
                        + table.name()
                        + " where organization_id = '"
                        + owner
                        + "'"))
            .as(table.name())
            .isZero();
      }
    }
  }

  @Test
  void aStrangerUpdatesAndDeletesNothing() {
    for (Table table : parents()) {
      if (grants(table, "update")) {
        assertThat(
                change(
                    stranger, "update " + table.name() + " set organization_id = organization_id"))
            .as(table.name())
            .isZero();
      }
      if (grants(table, "delete")) {
        assertThat(
                change(
                    stranger,
                    "delete from " + table.name() + " where organization_id = '" + owner + "'"))
            .as(table.name())
            .isZero();
      }
    }
    assertThat(count(owner, "executions")).isPositive();
  }

  @Test
  void aStrangerCannotInsertForAnother() {
    assertThatThrownBy(() ->
            change(
                stranger,
                "insert into saved_views values ('"
                    + owner
                    + "', gen_random_uuid(), 'x', 'fleet', 'q', now(), 'x')"))
        .hasStackTraceContaining("violates row-level security policy");
  }

  @Test
  void copyIsRefused() throws SQLException {
    try (Connection connection = TestDatabase.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set local role metaagent_app");
      assertThatThrownBy(() ->
              connection
                  .unwrap(PGConnection.class)
                  .getCopyAPI()
                  .copyIn("copy executions from stdin"))
          .hasMessageContaining("COPY FROM not supported with row-level security");
      connection.rollback();
    }
  }

  @Test
  void aPartitionCannotBeReachedDirectly() {
    List<Table> partitions = tables().stream().filter(Table::partition).toList();
    assertThat(partitions).isNotEmpty();
    for (Table partition : partitions) {
      assertThatThrownBy(() -> as(owner, "select count(*) from " + partition.name()))
          .as(partition.name())
          .hasStackTraceContaining("permission denied");
    }
  }

  @Test
  void withoutAnOrganizationNothingIsVisible() {
    TenantTransactions raw = transactions;
    Long seen =
        Tenant.call(
            owner,
            () ->
                raw.read(() -> {
                  jdbc.sql("select set_config('metaagent.organization', '', true)")
                      .query()
                      .singleRow();
                  return jdbc.sql("select count(*) from executions").query(Long.class).single();
                }));
    assertThat(seen).isZero();
  }

  private static List<Table> tables() {
    return jdbc.sql(TABLES)
        .query((row, number) ->
            new Table(
                row.getString("relname"),
                row.getBoolean("secured"),
                row.getBoolean("forced"),
                row.getBoolean("part")))
        .list();
  }

  private static Set<Table> parents() {
    return tables().stream()
        .filter(table -> !table.partition() && !SHARED.contains(table.name()))
        .collect(Collectors.toSet());
  }

  private static boolean grants(Table table, String right) {
    return jdbc.sql(
            "select has_table_privilege('metaagent_app', '" + table.name() + "', '" + right + "')")
        .query(Boolean.class)
        .single();
  }

  private static long count(OrganizationId organization, String table) {
    return as(organization, "select count(*) from " + table);
  }

  private static long as(OrganizationId organization, String question) {
    return Tenant.call(
        organization, () -> transactions.read(() -> jdbc.sql(question).query(Long.class).single()));
  }

  private static int change(OrganizationId organization, String statement) {
    return Tenant.call(organization, () -> transactions.write(() -> jdbc.sql(statement).update()));
  }
}
