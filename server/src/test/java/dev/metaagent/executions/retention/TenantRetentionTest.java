package dev.metaagent.executions.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.audit.Journal;
import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.tenancy.ForEachTenant;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class TenantRetentionTest {

  private static final String PATH = "/api/v1/retention";
  private static final List<String> TABLES =
      List.of(
          "executions",
          "agent_execution_logs",
          "action_contents",
          "execution_outcomes",
          "outcome_keys",
          "traces");

  private final Instant now = Clock.systemUTC().instant();
  private final Asking asking = new Asking();

  private TenantRetention inDays(int days) {
    return new TenantRetention(
        asking.bean(RetentionStore.class),
        asking.bean(TenantTransactions.class),
        asking.bean(SystemTransactions.class),
        asking.bean(ForEachTenant.class),
        asking.bean(DatabaseSettings.class),
        asking.bean(Journal.class),
        Clock.offset(Clock.systemUTC(), Duration.ofDays(days)));
  }

  private static long rows(Asking whose, String table) {
    return Tenant.call(
        whose.organization(),
        () ->
            whose
                .bean(TenantTransactions.class)
                .read(() ->
                    JdbcClient.create(whose.bean(DataSource.class))
                        .sql("select count(*) from " + table)
                        .query(Long.class)
                        .single()));
  }

  @Test
  void anOrganizationKeepsWhatItHasForAShorterTime() {
    Asking other = new Asking();
    for (Asking whose : List.of(asking, other)) {
      SentRun run = SentRun.of("Writer", now).with("metaagent.outcome.key", "k");
      whose.send(run);
      whose.send("POST", "/api/v1/outcomes", "{\"key\":\"k\",\"kind\":\"k\"}");
      whose.send("POST", "/api/v1/outcomes", "{\"key\":\"never\",\"kind\":\"k\"}");
    }
    assertThat(
            asking
                .send(
                    "PUT", PATH, "{\"executionDays\":5,\"contentDays\":2,\"reason\":\"our rule\"}")
                .statusCode())
        .isEqualTo(200);

    inDays(2).deleteAll();
    assertThat(rows(asking, "action_contents")).isEqualTo(1);
    inDays(3).deleteAll();
    assertThat(rows(asking, "action_contents")).isZero();
    assertThat(asking.names("agent=Writer")).hasSize(1);

    inDays(6).deleteAll();
    for (String table : TABLES) {
      assertThat(rows(asking, table)).as(table).isZero();
      assertThat(rows(other, table)).as(table).isPositive();
    }
    assertThat(asking.get("/api/v1/audit").toString())
        .contains("retention.change", "our rule", "retention.delete");
  }

  @Test
  void aRunWhoseBodyIsGoneIsNotLostWithWhatComesLater() throws InterruptedException {
    String run = "{\"id\":\"%s\",\"agent\":\"%s\",\"costUsd\":1,\"revision\":%d%s}";
    String below = ",\"parentId\":\"outer\"";
    String nested =
        ",\"steps\":[{\"kind\":\"agent\",\"name\":\"Nested\",\"steps\":["
            + "{\"kind\":\"llm\",\"model\":\"gpt-4o\",\"inputTokens\":%d}]}]";
    asking.send(
        "POST", "/api/v1/executions", run.formatted("outer", "Outer", 1, nested.formatted(10)));
    asking.send("POST", "/api/v1/executions", run.formatted("inner", "Inner", 1, below));
    SentRun telemetry = SentRun.of("Writer", now);
    asking.send(telemetry);
    asking.send("PUT", PATH, "{\"contentDays\":1}");
    inDays(2).deleteAll();
    assertThat(rows(asking, "action_contents")).isZero();

    assertThat(
            asking
                .send(
                    "POST",
                    "/api/v1/executions",
                    run.formatted("outer", "Outer", 2, nested.formatted(30)))
                .body())
        .contains("replaced");
    asking.sendBelow(telemetry, "Searcher", 3);

    assertThat(asking.names(""))
        .containsExactlyInAnyOrder("Outer", "Nested", "Inner", "Writer", "Searcher");
    JsonNode outer = asking.get("/api/v1/executions?agent=Outer").get("items").get(0);
    assertThat(outer.get("total").get("inputTokens").asInt()).isEqualTo(30);
    assertThat(asking.get("/api/v1/executions?agent=Inner").toString())
        .contains("\"costUsd\":\"1\"");
  }

  @Test
  void neverLongerThanTheInstallation() {
    JsonNode before = asking.get(PATH);
    assertThat(before.get("installation").get("executionDays").asInt()).isEqualTo(30);
    assertThat(before.get("organization").get("executionDays").isNull()).isTrue();
    assertThat(before.get("effective").get("executionDays").asInt()).isEqualTo(30);
    assertThat(asking.send("PUT", PATH, "{\"executionDays\":31}").statusCode()).isEqualTo(400);
    assertThat(asking.send("PUT", PATH, "{\"contentDays\":0}").statusCode()).isEqualTo(400);

    asking.send("PUT", PATH, "{\"executionDays\":3}");
    assertThat(asking.get(PATH).get("effective").get("contentDays").asInt()).isEqualTo(3);
    asking.send("PUT", PATH, "{}");
    assertThat(asking.get(PATH)).isEqualTo(before);
  }
}
