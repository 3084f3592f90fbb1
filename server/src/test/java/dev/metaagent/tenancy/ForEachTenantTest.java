package dev.metaagent.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;

class ForEachTenantTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ForEachTenant each = new ForEachTenant(TestDatabase.dataSource(), meters);
  private final OrganizationId one = new OrganizationId(UUID.randomUUID());
  private final OrganizationId bad = new OrganizationId(UUID.randomUUID());
  private final OrganizationId other = new OrganizationId(UUID.randomUUID());

  @Test
  void anItemThatFailsStopsNoOther() {
    List<OrganizationId> done = new ArrayList<>();

    List<OrganizationId> failed =
        each.run(
            "job",
            List.of(one, bad, other),
            Function.identity(),
            item -> {
              assertThat(Tenant.current()).isEqualTo(item);
              if (item.equals(bad)) {
                throw new StackOverflowError();
              }
              done.add(item);
            });

    assertThat(done).containsExactly(one, other);
    assertThat(failed).containsExactly(bad);
    assertThat(meters.counter("metaagent.job.failures", "job", "job").count()).isEqualTo(1);
  }

  @Test
  void withoutADatabaseTheWorkEndsAtOnce() {
    List<OrganizationId> tried = new ArrayList<>();

    assertThatThrownBy(() ->
            each.run(
                "job",
                List.of(one, other),
                Function.identity(),
                item -> {
                  tried.add(item);
                  throw new CannotCreateTransactionException("no connection");
                }))
        .isInstanceOf(CannotCreateTransactionException.class);
    assertThat(tried).containsExactly(one);
  }

  @Test
  void anItemThatFailsInASavepointLeavesNothingAndTheOthersAreCommitted() {
    SystemTransactions system = new SystemTransactions(TestDatabase.dataSource());
    JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
    String insert = "insert into control_topics values (:organization, 'test', 1)";

    system.call(() ->
        each.inSavepoints(
            "job",
            List.of(one, bad, other),
            Function.identity(),
            item -> {
              jdbc.sql(insert).param("organization", item.value()).update();
              if (item.equals(bad)) {
                jdbc.sql("select 1 / 0").query().singleRow();
              }
            }));

    List<UUID> stored =
        system.call(() ->
            jdbc.sql("select organization_id from control_topics where topic = 'test'")
                .query(UUID.class)
                .list());
    assertThat(stored).contains(one.value(), other.value()).doesNotContain(bad.value());
  }
}
