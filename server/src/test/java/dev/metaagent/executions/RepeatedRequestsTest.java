package dev.metaagent.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// An exporter that had no answer sends again, also while its first request is still being written.
class RepeatedRequestsTest {

  private final Asking asking = new Asking();

  @Test
  void whatIsSentAgainMeanwhileIsKeptOnce() throws InterruptedException, ExecutionException {
    SentRun run = SentRun.of("Writer", Clock.systemUTC().instant()).withTools(50);
    try (ExecutorService exporters = Executors.newFixedThreadPool(12)) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < 36; i++) {
        sent.add(exporters.submit(() -> asking.send(run)));
      }
      for (Future<?> each : sent) {
        each.get();
      }
    }
    assertThat(rows("executions")).isEqualTo(1);
    assertThat(rows("agent_execution_logs")).isEqualTo(53);
    assertThat(rows("action_contents")).isEqualTo(1);
  }

  private long rows(String table) {
    JdbcClient jdbc = JdbcClient.create(asking.bean(DataSource.class));
    return Tenant.call(
        asking.organization(),
        () ->
            asking
                .bean(TenantTransactions.class)
                .read(() ->
                    Objects.requireNonNull(
                        jdbc.sql("select count(*) from " + table).query(Long.class).single())));
  }
}
