package dev.metaagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lists by attributes that the organization declared say what the runs say now.
class DeclaredAttributesTest {

  private final Asking asking = new Asking();
  private final Instant started =
      Clock.systemUTC().instant().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);

  @BeforeEach
  void declare() {
    asking
        .bean(Organizations.class)
        .declareAttributes(asking.organization(), List.of("customer", "tier"));
  }

  @Test
  void aNewerRevisionIsFoundUnderItsOwnValueOnly() {
    tell(1, started, "acme");
    assertThat(agentsOf("acme")).hasSize(1);

    tell(2, started, "globex");

    assertThat(agentsOf("acme")).isEmpty();
    assertThat(agentsOf("globex")).hasSize(1);
  }

  @Test
  void aRunWhoseStartMovesIsListedOnce() {
    tell(1, started, "acme");
    tell(2, started.minusSeconds(5), "acme");

    assertThat(agentsOf("acme")).hasSize(1);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void rowsThatARunLeftBehindAreNotListed() {
    tell(1, started, "globex");
    leaveBehind("acme", "started_at");
    leaveBehind("globex", "started_at - interval '1 second'");

    assertThat(rows()).isEqualTo(3);
    assertThat(agentsOf("acme")).isEmpty();
    assertThat(agentsOf("globex")).hasSize(1);
  }

  private List<String> agentsOf(String customer) {
    return asking.names("attr.customer=" + customer);
  }

  private void tell(int revision, Instant start, String customer) {
    asking.send(
        "POST",
        "/api/v1/executions",
        """
        {"id": "sent again", "agent": "desk", "revision": %d, "startedAt": "%s", "endedAt": "%s",
         "attributes": {"customer": "%s"}, "steps": [{"kind": "tool", "name": "look up"}]}
        """
            .formatted(revision, start, started.plusSeconds(1), customer));
  }

  private long rows() {
    return inDatabase(
        jdbc -> jdbc.sql("select count(*) from execution_attributes").query(Long.class).single());
  }

  /// A row as versions before this one left it.
  private void leaveBehind(String value, String start) {
    String sql =
        """
        insert into execution_attributes
        select organization_id, day, key, :value, %s, trace_id, span_id from execution_attributes
        where value = 'globex' limit 1
        """
            .formatted(start);
    inDatabase(jdbc -> jdbc.sql(sql).param("value", value).update());
  }

  private <T> T inDatabase(Function<JdbcClient, T> work) {
    JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
    TenantTransactions transactions = new TenantTransactions(TestDatabase.dataSource());
    return Tenant.call(asking.organization(), () -> transactions.write(() -> work.apply(jdbc)));
  }
}
