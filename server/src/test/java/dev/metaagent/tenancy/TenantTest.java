package dev.metaagent.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.TestDatabase;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The organization in scope, on threads and in transactions.
class TenantTest {

  private static final String SETTINGS =
      "select current_setting('role') || ' ' || coalesce(current_setting('metaagent.organization',"
          + " true), '')";

  private final OrganizationId one = new OrganizationId(UUID.randomUUID());
  private final OrganizationId other = new OrganizationId(UUID.randomUUID());
  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
  private final TenantTransactions transactions = new TenantTransactions(TestDatabase.dataSource());
  private final SystemTransactions system = new SystemTransactions(TestDatabase.dataSource());
  private final TenantSql sql = new TenantSql(TestDatabase.dataSource());

  private String settings() {
    return jdbc.sql(SETTINGS).query(String.class).single();
  }

  @Test
  void outsideAnOrganizationNothingIsInScope() {
    assertThatThrownBy(Tenant::current).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> transactions.read(this::settings))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aScopeEndsWithItsWorkAndTheInnerOneHides() {
    Tenant.run(
        one,
        () -> {
          assertThat(Tenant.<OrganizationId>call(other, Tenant::current)).isEqualTo(other);
          assertThat(Tenant.current()).isEqualTo(one);
        });
    assertThatThrownBy(Tenant::current).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherThreadHasTheScopeOnlyWhereItIsCarried() throws InterruptedException {
    AtomicReference<Object> seen = new AtomicReference<>();
    Runnable look =
        () -> {
          try {
            seen.set(Tenant.current());
          } catch (IllegalStateException e) {
            seen.set("none");
          }
        };
    Tenant.call(one, () -> Thread.ofVirtual().start(look)).join();
    assertThat(seen.get()).isEqualTo("none");
    Tenant.call(one, () -> Thread.ofVirtual().start(Tenant.carry(look))).join();
    assertThat(seen.get()).isEqualTo(one);
  }

  @Test
  void aTransactionTakesTheRoleAndTheOrganizationAndForgetsBoth() {
    assertThat(Tenant.call(one, () -> transactions.read(this::settings)))
        .isEqualTo("metaagent_app " + one);
    assertThat(system.call(this::settings)).isEqualTo("metaagent_system ");
    assertThat(Tenant.call(other, () -> transactions.write(this::settings)))
        .isEqualTo("metaagent_app " + other);
  }

  @Test
  void theSystemRoleIsNotTakenInsideATransactionOfATenant() {
    assertThatThrownBy(
            () -> Tenant.call(one, () -> transactions.read(() -> system.call(this::settings))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTenantsStatementNamesItsOrganization() {
    assertThat(
            Tenant.call(
                one,
                () ->
                    transactions.read(
                        () -> sql.sql("select :organization::text").query(String.class).single())))
        .isEqualTo(one.toString());
    assertThatThrownBy(() -> Tenant.call(one, () -> sql.sql("select 1 from executions")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without :organization");
  }
}
