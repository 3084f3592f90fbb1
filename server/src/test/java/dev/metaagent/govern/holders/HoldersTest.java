package dev.metaagent.govern.holders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.govern.policy.Governed;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Who holds which version of a policy.
class HoldersTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Governed governed = new Governed();
  private final TestServer server = governed.server();
  private final String agent = Governed.name("support-bot");

  private AgentId id(String name) {
    return AgentId.parse(governed.json(name).get("agent").get("id").asString());
  }

  @Test
  void whoHoldsWhichVersionIsListed() {
    UUID instance = UUID.randomUUID();
    AgentId id = id(agent);
    governed.get(
        governed.sdk(),
        Governed.path(agent),
        "MetaAgent-Instance",
        instance.toString(),
        "MetaAgent-Sdk",
        "python/1.0.0",
        "MetaAgent-Refused",
        "3");
    server.bean(PolicyHolders.class).flush();
    JsonNode holder = holders(id).get("items").get(0);
    assertThat(holder.get("instance").asString()).isEqualTo(instance.toString());
    assertThat(holder.get("sdk").asString()).isEqualTo("python/1.0.0");
    assertThat(holder.get("refused").asInt()).isEqualTo(3);
    assertThat(holder.get("current").asBoolean()).isTrue();

    governed.limit(agent, 2);
    assertThat(holders(id).get("items").get(0).get("current").asBoolean()).isFalse();
    long version = governed.json(agent).get("version").asLong();
    assertThat(
            governed
                .get(
                    governed.sdk(),
                    Governed.path(agent),
                    "If-None-Match",
                    "\"" + version + "\"",
                    "MetaAgent-Instance",
                    instance.toString())
                .statusCode())
        .isEqualTo(304);
    server.bean(PolicyHolders.class).flush();
    JsonNode now = holders(id).get("items").get(0);
    assertThat(now.get("version").asLong()).isEqualTo(version);
    assertThat(now.get("current").asBoolean()).isTrue();
    assertThat(now.get("sdk").asString()).isEqualTo("unknown");
  }

  private JsonNode holders(AgentId id) {
    return TestServer.json(governed.get(governed.viewer(), Governed.path(id + "") + "/holders"));
  }

  @Test
  void holdersAreReadInPages() {
    AgentId id = id(agent);
    for (int i = 0; i < 3; i++) {
      governed.get(
          governed.sdk(), Governed.path(agent), "MetaAgent-Instance", UUID.randomUUID().toString());
    }
    server.bean(PolicyHolders.class).flush();
    String path = Governed.path(id.toString()) + "/holders?limit=2";
    JsonNode first = TestServer.json(governed.get(governed.viewer(), path));
    assertThat(first.get("items").size()).isEqualTo(2);
    JsonNode second =
        TestServer.json(
            governed.get(
                governed.viewer(), path + "&cursor=" + first.get("nextCursor").asString()));
    assertThat(second.get("items").size()).isEqualTo(1);
    assertThat(second.get("nextCursor").isNull()).isTrue();
    Governed other = new Governed();
    assertThat(other.get(other.viewer(), path).statusCode()).isEqualTo(404);
    OrganizationId stranger = TestKeys.organization(server);
    assertThat(
            Tenant.call(
                    stranger,
                    () -> server.bean(PolicyHolders.class).list(id, null, null, null, _ -> 1))
                .items())
        .isEmpty();
  }

  private JsonNode fleet(String query) {
    return TestServer.json(governed.get(governed.viewer(), "/api/v1/policy/holders" + query))
        .get("items");
  }

  private HttpResponse<InputStream> stream(UUID instance, String... agents) {
    HttpRequest request =
        governed
            .request(
                governed.sdk(), "/api/v1/policy/stream?agent=" + String.join("&agent=", agents))
            .header("MetaAgent-Instance", instance.toString())
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anSdkWithAnOpenStreamIsConnectedAsLongAsItIs() throws IOException {
    AgentId id = id(agent);
    UUID instance = UUID.randomUUID();
    governed.get(governed.sdk(), Governed.path(agent), "MetaAgent-Instance", instance.toString());
    server.bean(PolicyHolders.class).flush();
    JsonNode before = holders(id).get("items").get(0);
    assertThat(before.get("connected").asBoolean()).isFalse();
    assertThat(before.get("lastSeenAt")).isEqualTo(before.get("seenAt"));

    HttpResponse<InputStream> stream = stream(instance, agent);
    JsonNode open =
        Eventually.get(
            () -> holders(id).get("items").get(0), holder -> holder.get("connected").asBoolean());
    assertThat(open.get("connected").asBoolean()).isTrue();
    assertThat(open.get("seenAt")).isEqualTo(before.get("seenAt"));
    assertThat(Instant.parse(open.get("lastSeenAt").asString()))
        .isAfter(Instant.parse(open.get("seenAt").asString()));

    stream.body().close();
    AtomicInteger changes = new AtomicInteger();
    JsonNode closed =
        Eventually.get(
            () -> {
              // a server notices when it writes
              governed.limit(agent, changes.incrementAndGet());
              return holders(id).get("items").get(0);
            },
            holder -> !holder.get("connected").asBoolean());
    assertThat(closed.get("connected").asBoolean()).isFalse();
    assertThat(Instant.parse(closed.get("lastSeenAt").asString()))
        .isAfterOrEqualTo(Instant.parse(open.get("lastSeenAt").asString()));
  }

  @Test
  void streamsOfANodeThatIsGoneAreNotConnected() {
    AgentId id = id(agent);
    UUID instance = UUID.randomUUID();
    governed.get(governed.sdk(), Governed.path(agent), "MetaAgent-Instance", instance.toString());
    server.bean(PolicyHolders.class).flush();
    UUID lost = UUID.randomUUID();
    write(() ->
        server
            .bean(StreamStore.class)
            .renew(List.of(new StreamStore.Row(lost, instance, Set.of(id)))));
    assertThat(holders(id).get("items").get(0).get("connected").asBoolean()).isTrue();
    write(() ->
        JdbcClient.create(server.bean(DataSource.class))
            .sql("update policy_streams set seen_at = now() - interval '46 seconds' where id = :id")
            .param("id", lost)
            .update());
    assertThat(holders(id).get("items").get(0).get("connected").asBoolean()).isFalse();
    Tenant.run(governed.organization(), () -> server.bean(PolicyHolders.class).removeOld());
    long left =
        Tenant.call(
            governed.organization(),
            () ->
                server
                    .bean(TenantTransactions.class)
                    .read(() ->
                        JdbcClient.create(server.bean(DataSource.class))
                            .sql("select count(*) from policy_streams")
                            .query(Long.class)
                            .single()));
    assertThat(left).isZero();
  }

  private void write(Runnable work) {
    Tenant.run(
        governed.organization(),
        () ->
            server
                .bean(TenantTransactions.class)
                .write(() -> {
                  work.run();
                  return true;
                }));
  }

  @Test
  void theHoldersOfTheFleetAreListedWithTheirAgents() throws IOException {
    String other = Governed.name("billing-bot");
    UUID both = UUID.randomUUID();
    UUID one = UUID.randomUUID();
    governed.get(governed.sdk(), Governed.path(agent), "MetaAgent-Instance", both.toString());
    governed.get(governed.sdk(), Governed.path(other), "MetaAgent-Instance", both.toString());
    governed.get(governed.sdk(), Governed.path(other), "MetaAgent-Instance", one.toString());
    server.bean(PolicyHolders.class).flush();
    HttpResponse<InputStream> stream = stream(both, agent, other);
    JsonNode connected = Eventually.get(() -> fleet("?connected=true"), items -> items.size() == 2);
    assertThat(connected).hasSize(2);
    for (JsonNode holder : connected) {
      assertThat(holder.get("instance").asString()).isEqualTo(both.toString());
      assertThat(holder.get("current").asBoolean()).isTrue();
      assertThat(holder.get("policyVersion")).isEqualTo(holder.get("version"));
      assertThat(List.of(agent, other)).contains(holder.at("/agent/name").asString());
    }
    assertThat(fleet("?connected=false"))
        .singleElement()
        .satisfies(holder -> assertThat(holder.get("instance").asString()).isEqualTo(one + ""));
    governed.limit(other, 3);
    assertThat(fleet(""))
        .filteredOn(holder -> !holder.get("current").asBoolean())
        .hasSize(2)
        .allSatisfy(holder -> assertThat(holder.at("/agent/name").asString()).isEqualTo(other));
    String path = "/api/v1/policy/holders?limit=2";
    JsonNode first = TestServer.json(governed.get(governed.viewer(), path));
    assertThat(first.get("items")).hasSize(2);
    JsonNode rest =
        TestServer.json(
            governed.get(
                governed.viewer(), path + "&cursor=" + first.get("nextCursor").asString()));
    assertThat(rest.get("items")).hasSize(1);
    Governed stranger = new Governed();
    assertThat(
            TestServer.json(stranger.get(stranger.viewer(), "/api/v1/policy/holders")).get("items"))
        .isEmpty();
    assertThat(governed.get(governed.sdk(), "/api/v1/policy/holders").statusCode()).isEqualTo(403);
    assertThat(governed.get(governed.viewer(), path + "&cursor=x").statusCode()).isEqualTo(400);
    stream.body().close();
  }
}
