package dev.metaagent.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How many connections the reads of one organization may hold.
class ReadPermitsTest {

  private static final int EACH = 2;

  private final OrganizationId greedy = new OrganizationId(UUID.randomUUID());
  private final OrganizationId other = new OrganizationId(UUID.randomUUID());
  private final TenantTransactions transactions =
      new TenantTransactions(
          TestDatabase.dataSource(), new ReadPermits(EACH), Duration.ofSeconds(30));

  private <T> T as(Role role, OrganizationId organization, Supplier<T> work) {
    return Caller.call(new Principal(organization, "test", role, null), work);
  }

  private String read(OrganizationId organization) {
    return as(Role.VIEWER, organization, () -> transactions.read(() -> "read"));
  }

  @Test
  void oneOrganizationDoesNotTakeAllConnections() throws Exception {
    CountDownLatch reading = new CountDownLatch(EACH);
    CountDownLatch enough = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> slow = new ArrayList<>();
      for (int i = 0; i < EACH; i++) {
        slow.add(
            threads.submit(() ->
                as(
                    Role.VIEWER,
                    greedy,
                    () ->
                        transactions.read(() -> {
                          reading.countDown();
                          return waits(enough);
                        }))));
      }
      assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> read(greedy))
          .isInstanceOf(MetaAgentException.class)
          .hasMessageContaining("asks for more at once");
      assertThat(read(other)).isEqualTo("read");
      assertThat(this.<String>as(Role.INGEST, greedy, () -> transactions.read(() -> "sent")))
          .as("what telemetry needs")
          .isEqualTo("sent");
      assertThat(Tenant.<String>call(greedy, () -> transactions.write(() -> read(greedy))))
          .as("a write, and a read inside it")
          .isEqualTo("read");

      enough.countDown();
      for (Future<Boolean> one : slow) {
        assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(read(greedy)).isEqualTo("read");
    }
  }

  private static boolean waits(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStatementOfAReaderThatTakesTooLongIsCanceledAndWhoAskedIsTold() {
    TenantTransactions hasty =
        new TenantTransactions(
            TestDatabase.dataSource(), new ReadPermits(EACH), Duration.ofMillis(50));
    JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
    Supplier<String> slow =
        () -> jdbc.sql("select pg_sleep(0.3)::text").query(String.class).single();

    assertThatThrownBy(() -> as(Role.VIEWER, other, () -> hasty.read(slow)))
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    assertThat(Tenant.call(other, () -> hasty.read(slow))).isEmpty();
  }
}
