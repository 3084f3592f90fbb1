package dev.metaagent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class AgentEditsTest {

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);
  private final String key = TestKeys.key(server, organization, KeyScope.ADMIN);

  private AgentId agent(String name) {
    Sighting sighting =
        new Sighting(name, "langgraph", "1", "prod", Instant.parse("2026-01-01T00:00:00Z"), true);
    return Objects.requireNonNull(
        Tenant.call(organization, () -> server.bean(Agents.class).resolve(List.of(sighting)))
            .get(name));
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return server.send(
        server
            .request("/api/v1/agents/" + path)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private int merge(AgentId id, AgentId into) {
    String wanted = "{\"into\": \"" + into + "\", \"reason\": \"x\"}";
    return send("POST", id + "/merge", wanted).statusCode();
  }

  private static JsonNode ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  @Test
  void aNameAnOwnerAndTheArchiveAreChangedWithAReasonThatTheJournalKeeps() {
    AgentId id = agent("writer");
    JsonNode changed =
        ok(
            send(
                "PATCH",
                id.toString(),
                """
                {"name": "Email Writer", "owner": "growth", "archived": true, "reason": "moved"}
                """));
    assertThat(changed.get("name").asString()).isEqualTo("Email Writer");
    assertThat(changed.get("owner").asString()).isEqualTo("growth");
    assertThat(changed.get("archivedAt").isNull()).isFalse();
    JsonNode back =
        ok(
            send(
                "PATCH",
                id.toString(),
                "{\"owner\": \"\", \"archived\": false, \"reason\": \"x\"}"));
    assertThat(back.get("owner").isNull()).isTrue();
    assertThat(back.get("archivedAt").isNull()).isTrue();
    assertThat(back.get("name").asString()).isEqualTo("Email Writer");
    JsonNode journal =
        TestServer.json(
            server.send(
                server.request("/api/v1/audit").header("Authorization", "Bearer " + key).GET()));
    assertThat(journal.get("items").get(1).get("reason").asString()).isEqualTo("moved");
    assertThat(journal.get("items").get(1).get("actor").asString()).isEqualTo("key test");
    assertThat(journal.get("items").get(1).get("details").asString())
        .isEqualTo(
            "{\"name\":[\"writer\",\"Email"
                + " Writer\"],\"owner\":[null,\"growth\"],\"archived\":[false,true]}");
  }

  @Test
  void objectivesAreChangedTogetherWithTheRestOrNotAtAll() {
    AgentId id = agent("writer");
    String edit =
        """
        {"owner": "growth", "objectives": {"successRate": %s, "costPerSuccessUsd": "0.02"}, "reason": "agreed"}
        """;
    assertThat(send("PATCH", id.toString(), edit.formatted("7")).statusCode()).isEqualTo(400);
    ok(send("PATCH", id.toString(), edit.formatted("0.9")));
    HttpResponse<String> agent =
        server.send(
            server.request("/api/v1/agents/" + id).header("Authorization", "Bearer " + key).GET());
    JsonNode objectives = ok(agent).get("objectives");
    assertThat(objectives.get("successRate").asDouble()).isEqualTo(0.9);
    assertThat(objectives.get("latencyP95Ms").asDouble()).isEqualTo(3_000);
    assertThat(objectives.get("costPerSuccessUsd").asString()).isEqualTo("0.02");
  }

  @Test
  void aChangeWithoutAReasonOrWithoutAChangeIsRefused() {
    AgentId id = agent("writer");
    assertThat(send("PATCH", id.toString(), "{\"owner\": \"x\"}").body()).contains("reason");
    assertThat(send("PATCH", id.toString(), "{\"reason\": \"x\"}").statusCode()).isEqualTo(400);
    assertThat(send("PATCH", "nobody", "{\"owner\": \"x\", \"reason\": \"x\"}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aNameThatAnotherAgentHasIsRefused() {
    agent("reader");
    AgentId id = agent("writer");
    assertThat(
            send("PATCH", id.toString(), "{\"name\": \"Reader\", \"reason\": \"x\"}").statusCode())
        .isEqualTo(409);
  }

  @Test
  void aMergeMakesTwoNamesOneAgentUntilItIsUndone() {
    AgentId old = agent("writer");
    AgentId now = agent("email writer");
    String merge = "{\"into\": \"" + now + "\", \"reason\": \"one agent\"}";
    JsonNode merged = ok(send("POST", old + "/merge", merge));
    assertThat(merged.get("id").asString()).isEqualTo(now.toString());
    assertThat(merged.get("aliases").get(0).get("name").asString()).isEqualTo("writer");
    assertThat(send("POST", old + "/merge", merge).statusCode()).isEqualTo(409);
    JsonNode parted = ok(send("DELETE", old + "/merge?reason=wrong", ""));
    assertThat(parted.get("mergedInto").isNull()).isTrue();
    assertThat(send("DELETE", old + "/merge", "").statusCode()).isEqualTo(409);
  }

  @Test
  void mergesDoNotMakeChainsOrCircles() {
    AgentId a = agent("a");
    AgentId b = agent("b");
    AgentId c = agent("c");
    String reason = "\", \"reason\": \"x\"}";
    assertThat(send("POST", a + "/merge", "{\"into\": \"" + a + reason).statusCode())
        .isEqualTo(409);
    ok(send("POST", a + "/merge", "{\"into\": \"" + b + reason));
    assertThat(send("POST", b + "/merge", "{\"into\": \"" + a + reason).statusCode())
        .isEqualTo(409);
    assertThat(send("POST", b + "/merge", "{\"into\": \"" + c + reason).statusCode())
        .isEqualTo(409);
    assertThat(send("POST", c + "/merge", "{\"into\": \"" + a + reason).statusCode())
        .isEqualTo(409);
  }

  @Test
  void aMergeThatWaitedForAnotherSeesIt() {
    AgentId a = agent("a");
    AgentId b = agent("b");
    AgentId c = agent("c");
    CompletableFuture<Integer> second =
        Tenant.call(
            organization,
            () ->
                server
                    .bean(TenantTransactions.class)
                    .write(() -> {
                      server.bean(AgentEdits.class).merge(a, b, "x", "test");
                      var waiting = CompletableFuture.supplyAsync(() -> merge(b, c));
                      await().pollInSameThread().until(this::somebodyWaits);
                      return waiting;
                    }));
    assertThat(second.join()).isEqualTo(409);
  }

  private boolean somebodyWaits() {
    return JdbcClient.create(server.bean(DataSource.class))
        .sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  @Test
  void anAgentOfAnotherOrganizationDoesNotExist() {
    AgentId id = agent("writer");
    String other = TestKeys.key(server, TestKeys.organization(server), KeyScope.ADMIN);
    HttpResponse<String> response =
        server.send(
            server
                .request("/api/v1/agents/" + id)
                .header("Authorization", "Bearer " + other)
                .header("Content-Type", "application/json")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString("{\"owner\": \"x\", \"reason\": \"x\"}")));
    assertThat(response.statusCode()).isEqualTo(404);
  }
}
