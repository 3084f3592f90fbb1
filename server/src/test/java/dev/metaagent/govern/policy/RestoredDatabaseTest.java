package dev.metaagent.govern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A database that was restored to an earlier state, and SDKs that hold what came after it.
class RestoredDatabaseTest {

  private final Governed governed = new Governed();
  private final TestServer server = governed.server();
  private final String agent = Governed.name("restored");

  private long version(String of) {
    return governed.json(of).get("version").asLong();
  }

  private HttpResponse<String> holding(long version) {
    return governed.get(
        governed.sdk(), Governed.path(agent), "If-None-Match", "\"" + version + "\"");
  }

  private static void pass(long version) {
    Eventually.get(() -> Clock.systemUTC().millis(), now -> now > version + 10);
  }

  private void resumed(long version) {
    Tenant.run(governed.organization(), () -> server.bean(RestoredDatabase.class).resumed(version));
  }

  @Test
  void givesOutNoVersionTwice() {
    governed.limit(agent, 1);
    long held = version(agent);
    Tenant.run(
        governed.organization(),
        () ->
            server
                .bean(TenantTransactions.class)
                .write(() -> {
                  JdbcClient jdbc = JdbcClient.create(server.bean(DataSource.class));
                  jdbc.sql(
                          "update control_messages set revision = 1 where topic = 'policy' and key"
                              + " <> 'default' and organization_id = :organization")
                      .param("organization", governed.organization().value())
                      .update();
                  return jdbc.sql(
                          "update control_topics set revision = 1 where topic = 'policy' and"
                              + " organization_id = :organization")
                      .param("organization", governed.organization().value())
                      .update();
                }));
    governed.limit(agent, 2);
    assertThat(version(agent)).isGreaterThan(held);
    assertThat(governed.taken(agent).limits().maxActions()).isEqualTo(2);
  }

  @Test
  void sendsItsPolicyAgainToAnSdkThatHoldsANewerOne() {
    governed.limit(agent, 1);
    long known = version(agent);
    pass(known);
    HttpResponse<String> answer = holding(known + 5);
    assertThat(answer.statusCode()).isEqualTo(200);
    long again = TestServer.json(answer).get("version").asLong();
    assertThat(again).isGreaterThan(known + 5);
    assertThat(version(agent)).isEqualTo(again);
    assertThat(holding(again).statusCode()).isEqualTo(304);
    pass(again);
    assertThat(TestServer.json(holding(again + 1)).get("version").asLong())
        .as("once in a while only")
        .isEqualTo(again);
  }

  @Test
  void believesNobodyAboutVersionsOfTheFuture() {
    long known = version(agent);
    HttpResponse<String> answer = holding(Clock.systemUTC().millis() + 3_600_000);
    assertThat(TestServer.json(answer).get("version").asLong()).isEqualTo(known);
    resumed(Clock.systemUTC().millis() + 3_600_000);
    assertThat(version(agent)).isEqualTo(known);
  }

  @Test
  void sendsAllPoliciesAgainWhenAStreamHadNewerOnes() {
    String other = Governed.name("restored");
    version(other);
    long known = version(agent);
    resumed(known);
    assertThat(version(agent)).as("it was sent").isEqualTo(known);
    pass(known);
    resumed(known + 5);
    long again = version(agent);
    assertThat(again).isGreaterThan(known + 5);
    assertThat(version(other)).isGreaterThan(known + 5);
    pass(again + 5);
    resumed(again + 5);
    assertThat(version(agent)).as("once in a while only").isEqualTo(again);
  }
}
