package dev.metaagent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Names that agents are given cost a bounded amount of rows, statements and memory, whatever a
/// sender puts into them.
class AgentLimitTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  /// Counts how often a connection is taken: every statement outside a transaction of the caller
  /// needs one.
  private static final class Counted extends DelegatingDataSource {
    final AtomicInteger taken = new AtomicInteger();

    Counted() {
      super(TestDatabase.dataSource());
    }

    @Override
    public Connection getConnection() throws SQLException {
      taken.incrementAndGet();
      return super.getConnection();
    }
  }

  private final Counted database = new Counted();
  private final TenantTransactions transactions = new TenantTransactions(database);
  private final Agents agents = new Agents(new AgentStore(database), transactions);
  private final OrganizationId organization = new OrganizationId(UUID.randomUUID());

  private static Sighting sighting(String name, Instant at) {
    return new Sighting(name, null, null, null, at, true);
  }

  private Map<String, AgentId> resolve(String... names) {
    return Tenant.call(
        organization,
        () -> agents.resolve(List.of(names).stream().map(name -> sighting(name, AT)).toList()));
  }

  private void fill() {
    resolve(IntStream.range(0, Agents.LIMIT).mapToObj(i -> "agent " + i).toArray(String[]::new));
  }

  private List<String> names() {
    return Tenant.call(
        organization,
        () ->
            transactions.read(() ->
                JdbcClient.create(database)
                    .sql("select name from agent_registry order by name")
                    .query(String.class)
                    .list()));
  }

  @Test
  void aThousandNamesRegisterAndAllFurtherOnesAreOneAgent() {
    fill();
    Set<AgentId> further = new HashSet<>(resolve("one more", "and another", "unnamed").values());

    assertThat(further).hasSize(1);
    assertThat(resolve("agent 7").values()).doesNotContainAnyElementsOf(further);
    assertThat(names()).hasSize(Agents.LIMIT + 1).contains("agent 999", "unnamed");
  }

  @Test
  void namesBeyondTheLimitCostNoStatementsEach() {
    fill();
    resolve("the first beyond");
    int before = database.taken.get();

    for (int i = 0; i < 2_000; i++) {
      resolve("run " + UUID.randomUUID());
    }
    assertThat(database.taken.get() - before).isLessThan(20);
  }

  @Test
  void anAgentThatIsSeenAllTheTimeIsWrittenOnceInTenSeconds() {
    resolve("busy");
    int before = database.taken.get();
    Tenant.run(
        organization,
        () -> {
          for (int i = 0; i < 300; i++) {
            agents.resolve(List.of(sighting("busy", AT.plusMillis(100L * i))));
          }
        });
    assertThat(database.taken.get() - before).isLessThan(6);
    Instant seen =
        Tenant.call(
            organization,
            () ->
                transactions.read(() ->
                    JdbcClient.create(database)
                        .sql("select last_seen_at from agent_registry")
                        .query(java.time.OffsetDateTime.class)
                        .single()
                        .toInstant()));
    assertThat(seen).isBetween(AT.plusSeconds(20), AT.plusSeconds(30));
  }

  @Test
  void aNameIsCutBeforeItIsAKey() {
    String begin = "a".repeat(200);
    Map<String, AgentId> both = resolve(begin + "b".repeat(100_000), begin + "c");

    assertThat(new HashSet<>(both.values())).hasSize(1);
    assertThat(both).hasSize(2);
    assertThat(names()).containsExactly(begin);
  }

  @Test
  void anIdThatWasNotCommittedIsNotRemembered() {
    Tenant.run(
        organization,
        () -> {
          try {
            transactions.write(() -> {
              resolve("given up");
              throw new IllegalStateException("rolled back");
            });
          } catch (IllegalStateException _) {
            // as meant
          }
        });
    assertThat(names()).isEmpty();
    resolve("given up");
    assertThat(names()).containsExactly("given up");
  }

  @Test
  void transactionsThatNameTheSameAgentsInAnyOrderDoNotDeadlock() {
    for (int round = 0; round < 20; round++) {
      String[] names =
          IntStream.range(round * 20, round * 20 + 20)
              .mapToObj(i -> "n" + i)
              .toArray(String[]::new);
      String[] reversed = List.of(names).reversed().toArray(String[]::new);
      CompletableFuture.allOf(inTransaction(names), inTransaction(reversed)).join();
    }
    assertThat(names()).hasSize(400);
  }

  private CompletableFuture<Void> inTransaction(String... names) {
    return CompletableFuture.runAsync(
        () -> Tenant.run(organization, () -> transactions.write(() -> resolve(names))));
  }
}
