package dev.metaagent.executions.remap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.Snapshot;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RemappingTest {

  private static final String READ_WORSE =
      """
      update agent_execution_logs
      set mapping_version = 0, kind = 0, model = null, input_tokens = null, counted = false, name = 'a span'
      """;

  private static final String COUNTED_WORSE =
      """
      update executions set mapping_version = 0, input_tokens = null, cost_nano = null, models = '{}'
      """;

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);

  @Test
  void whatAnOlderMappingReadIsReadAgainInPlace() throws InterruptedException {
    SentRun outer = SentRun.of("Planner", now.minusSeconds(60)).withTools(2);
    asking.send(outer, SentRun.of("Writer", now.minusSeconds(30)).failing());
    asking.sendBelow(outer, "Searcher", 3);
    Snapshot right = Snapshot.ofTelemetry(asking.organization());
    assertThat(right.rows("executions")).hasSize(3);
    change(READ_WORSE);
    change(COUNTED_WORSE);
    assertThat(Snapshot.ofTelemetry(asking.organization())).isNotEqualTo(right);

    assertThat(remap("{\"reason\":\"a better mapping\"}")).isEqualTo(202);

    Asking.eventually(() -> Snapshot.ofTelemetry(asking.organization()).equals(right));
    Asking.eventually(() -> audit().contains("telemetry.remapped"));
    assertThat(audit()).contains("telemetry.remap\"", "a better mapping", "\"traces\":2");
  }

  @Test
  void onlyTheRangeThatIsAskedForIsReadAgain() throws InterruptedException {
    asking.send(SentRun.of("Early", now.minusSeconds(3600)), SentRun.of("Late", now));
    change(READ_WORSE);

    remap("{\"from\":\"" + now.minusSeconds(60) + "\"}");

    Asking.eventually(() -> audit().contains("telemetry.remapped"));
    assertThat(olderTraces()).isEqualTo(1);
    assertThat(remap("{\"from\":\"yesterday\"}")).isEqualTo(400);
  }

  @Test
  void aTraceWhoseContentIsGoneStaysAsItIs() throws InterruptedException {
    asking.send(SentRun.of("Forgotten", now));
    change("update agent_execution_logs set mapping_version = 0");
    change("delete from action_contents");
    Snapshot before = Snapshot.ofTelemetry(asking.organization());

    remap("{}");

    Asking.eventually(() -> audit().contains("telemetry.remapped"));
    assertThat(audit()).contains("\"unreadable\":1");
    assertThat(Snapshot.ofTelemetry(asking.organization())).isEqualTo(before);
  }

  private int remap(String body) {
    return asking.send("POST", "/api/v1/remap", body).statusCode();
  }

  private String audit() {
    return asking.get("/api/v1/audit").toString().replace("\\\"", "\"");
  }

  private long olderTraces() {
    return Tenant.call(
        asking.organization(),
        () ->
            asking
                .bean(TenantTransactions.class)
                .read(() ->
                    jdbc()
                        .sql(
                            "select count(distinct trace_id) from agent_execution_logs where"
                                + " mapping_version = 0")
                        .query(Long.class)
                        .single()));
  }

  private void change(String sql) {
    Tenant.run(
        asking.organization(),
        () -> asking.bean(TenantTransactions.class).write(() -> jdbc().sql(sql).update()));
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(asking.bean(DataSource.class));
  }
}
