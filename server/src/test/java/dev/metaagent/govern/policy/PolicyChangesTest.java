package dev.metaagent.govern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.events.ControlMessages;
import dev.metaagent.govern.Policies;
import dev.metaagent.govern.settings.PolicySettings;
import dev.metaagent.govern.settings.SettingsStore;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestDatabase;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// When policies change, and when not.
class PolicyChangesTest {

  private final Governed governed = new Governed();
  private final TestServer server = governed.server();
  private final OrganizationId organization = governed.organization();
  private final String agent = Governed.name("Support Bot");

  private void write(Runnable work) {
    Tenant.run(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .write(() -> {
                  work.run();
                  return true;
                }));
  }

  private AgentId id(String name) {
    return AgentId.parse(governed.json(name).get("agent").get("id").asString());
  }

  @Test
  void theVersionChangesWithTheContentOnly() {
    JsonNode first = governed.json(agent);
    write(() -> server.bean(Policies.class).allChanged());
    governed.limit(Governed.name("another"), 3);
    Tenant.run(organization, () -> server.bean(StoredPolicies.class).reconcile());
    assertThat(governed.json(agent)).isEqualTo(first);

    governed.limit(agent, 7);
    JsonNode second = governed.json(agent);
    assertThat(second.get("limits").get("maxActions").asInt()).isEqualTo(7);
    assertThat(second.get("version").asLong()).isGreaterThan(first.get("version").asLong());
    assertThat(Instant.parse(second.get("issuedAt").asString()))
        .isAfter(Instant.parse(first.get("issuedAt").asString()));
    governed.limit(agent, 7);
    assertThat(governed.json(agent)).isEqualTo(second);
  }

  @Test
  void aChangeThatIsRolledBackReachesNobody() {
    JsonNode before = governed.json(agent);
    AgentId id = id(agent);
    assertThatThrownBy(() ->
            write(() -> {
              server
                  .bean(SettingsStore.class)
                  .setLimits(id, new PolicySettings.RunLimits(1, null, null, null, null));
              server.bean(Policies.class).changed(id);
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(governed.json(agent)).isEqualTo(before);
  }

  @Test
  void ofTwoChangesAtOnceNeitherIsLost() throws InterruptedException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      names.add(Governed.name("busy"));
      id(names.getLast());
    }
    Instant since = Instant.parse("2026-11-30T10:00:00Z");
    CountDownLatch go = new CountDownLatch(1);
    List<Throwable> failed = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    threads.add(
        started(
            go,
            failed,
            () ->
                write(() -> {
                  server
                      .bean(SettingsStore.class)
                      .setStop(null, new PolicySettings.Stop(since, "all", "A", 0, null));
                  server.bean(Policies.class).allChanged();
                })));
    names.forEach(name -> threads.add(started(go, failed, () -> governed.limit(name, 5))));
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).isEmpty();
    for (String name : names) {
      JsonNode policy = governed.json(name);
      assertThat(policy.get("stopped").get("reason").asString()).isEqualTo("all");
      assertThat(policy.get("limits").get("maxActions").asInt()).isEqualTo(5);
    }
  }

  private static Thread started(CountDownLatch go, List<Throwable> failed, Runnable work) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            go.await();
            work.run();
          } catch (InterruptedException | RuntimeException | AssertionError e) {
            synchronized (failed) {
              failed.add(e);
            }
          }
        });
  }

  @Test
  void aChangeThatWaitsForAnotherSeesIt() throws InterruptedException {
    AgentId id = id(agent);
    CountDownLatch composed = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    Thread first =
        Thread.ofVirtual()
            .start(() ->
                write(() -> {
                  server
                      .bean(SettingsStore.class)
                      .setLimits(id, new PolicySettings.RunLimits(4, null, null, null, null));
                  server.bean(Policies.class).changed(id);
                  server.bean(ControlMessages.class).lock(PolicyCache.TOPIC);
                  composed.countDown();
                  try {
                    waits.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    composed.await();
    Thread second =
        Thread.ofVirtual()
            .start(() ->
                write(() -> {
                  server
                      .bean(SettingsStore.class)
                      .setStop(
                          null,
                          new PolicySettings.Stop(
                              Instant.parse("2026-11-30T10:00:00Z"), "all", "A", 0, null));
                  server.bean(Policies.class).allChanged();
                }));
    Eventually.get(this::waiting, count -> count > 0);
    waits.countDown();
    first.join();
    second.join();
    JsonNode policy = governed.json(agent);
    assertThat(policy.get("limits").get("maxActions").asInt()).isEqualTo(4);
    assertThat(policy.get("stopped").get("reason").asString()).isEqualTo("all");
  }

  private long waiting() {
    return JdbcClient.create(TestDatabase.dataSource())
        .sql("select count(*) from pg_locks where not granted")
        .query(Long.class)
        .single();
  }

  @Test
  void whenAgentsAreMergedTheVersionOfANameDoesNotFall() {
    String into = Governed.name("into");
    id(into);
    JsonNode before = governed.json(agent);
    HttpResponse<String> merged =
        governed.send(
            governed.admin(),
            "POST",
            "/api/v1/agents/" + id(agent) + "/merge",
            "{\"into\": \"" + id(into) + "\", \"reason\": \"one agent\"}");
    assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
    Tenant.run(organization, () -> server.bean(StoredPolicies.class).reconcile());
    JsonNode after =
        Eventually.get(
            () -> governed.json(agent),
            policy -> !policy.get("agent").get("id").equals(before.get("agent").get("id")));
    assertThat(after.get("agent").get("id")).isEqualTo(governed.json(into).get("agent").get("id"));
    assertThat(after.get("version").asLong()).isGreaterThan(before.get("version").asLong());
  }
}
