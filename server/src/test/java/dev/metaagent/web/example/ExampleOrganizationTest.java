package dev.metaagent.web.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.testing.TestDatabase;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class ExampleOrganizationTest {

  /// All but the journal, of which nobody can take a line out.
  private static final String TABLES =
      """
      select relname from pg_class
      join pg_attribute on attrelid = pg_class.oid and attname = 'organization_id'
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
        and relname <> 'audit_log'
      """;

  private final TestServer server = TestServer.local();
  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
  private final SystemTransactions transactions = new SystemTransactions(TestDatabase.dataSource());

  private JsonNode open() {
    HttpResponse<String> answer =
        server.send("POST", "/api/v1/example", "{\"reason\": \"to show it\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer);
  }

  private int remove() {
    return server.send(server.request("/api/v1/example?reason=seen+it").DELETE()).statusCode();
  }

  private int send(String key, String agent) {
    long now = Clock.systemUTC().millis() * 1_000_000L;
    String body =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"%s","spanId":"00000000000000b1",
        "name":"invoke_agent %s","startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[
        {"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},
        {"key":"metaagent.attr.campaign","value":{"stringValue":"autumn"}},
        {"key":"gen_ai.agent.name","value":{"stringValue":"%s"}}]}]}]}]}
        """
            .formatted(
                UUID.randomUUID().toString().replace("-", ""), agent, now - 2_000_000, now, agent);
    return server
        .send(
            server
                .request("/v1/traces")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body)))
        .statusCode();
  }

  private JsonNode in(String organization, String path) {
    return TestServer.json(
        server.send(server.request(path).header("Cookie", cookie(organization)).GET()));
  }

  /// What keeps a browser in an organization.
  private String cookie(String organization) {
    HttpResponse<String> entered =
        server.send("PUT", "/api/v1/session/organization", "{\"id\": \"" + organization + "\"}");
    return entered.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  /// Rows of an organization, by table, where there are any.
  private Map<String, Long> rows(OrganizationId organization) {
    return transactions.call(() -> {
      Map<String, Long> rows = new TreeMap<>();
      for (String table : jdbc.sql(TABLES).query(String.class).list()) {
        long count =
            jdbc.sql("select count(*) from " + table + " where organization_id = :id")
                .param("id", organization.value())
                .query(Long.class)
                .single();
        if (count > 0) {
          rows.put(table, count);
        }
      }
      return rows;
    });
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  @Test
  void itsSetupKeyAdministersTheExampleAndNothingElse() {
    JsonNode opened = open();
    String key = opened.get("setupKey").asString();

    JsonNode organizations = as(key, "/api/v1/organizations").get("items");
    assertThat(organizations).hasSize(1);
    assertThat(organizations.at("/0/id").asString())
        .isEqualTo(opened.at("/organization/id").asString());
    assertThat(as(key, "/api/v1/keys").get("items").valueStream())
        .filteredOn(
            held -> held.get("scope").asString().equals("admin") && held.get("revokedAt").isNull())
        .hasSize(1)
        .allSatisfy(held -> assertThat(held.get("expiresAt").isNull()).isFalse());
    open();
    assertThat(server.send(asKey(key, "/api/v1/organizations").GET()).statusCode()).isEqualTo(401);
  }

  private JsonNode as(String key, String path) {
    return TestServer.json(server.send(asKey(key, path).GET()));
  }

  private HttpRequest.Builder asKey(String key, String path) {
    return server.request(path).header("Authorization", "Bearer " + key);
  }

  @Test
  void itIsMadeOnceMarkedAsSimulatedAndRemovedWithEverythingInIt() throws InterruptedException {
    JsonNode first = open();
    String id = first.at("/organization/id").asString();
    OrganizationId example = OrganizationId.parse(id);
    String key = first.get("key").asString();
    assertThat(example.isExample()).isTrue();
    assertThat(first.at("/organization/simulated").asBoolean()).isTrue();

    JsonNode again = open();
    assertThat(again.at("/organization/id").asString()).isEqualTo(id);
    assertThat(send(key, "old")).as("the key of the first answer").isEqualTo(401);
    assertThat(send(again.get("key").asString(), "simulated")).isEqualTo(200);
    labelPrompt(id);

    eventually(() -> rows(example).containsKey("agent_metric_buckets"));
    JsonNode agents = in(id, "/api/v1/agents").get("items");
    assertThat(agents).hasSize(1);
    assertThat(agents.get(0).get("name").asString()).isEqualTo("simulated");
    assertThat(agents.get(0).get("simulated").asBoolean()).isTrue();
    assertThat(rows(example))
        .containsKeys("executions", "agent_execution_logs", "action_contents", "api_keys")
        .containsKeys("prompt_names", "agent_prompts", "prompt_labels");
    assertThat(server.get("/api/v1/audit").body()).contains("example.open", "to show it", id);

    assertThat(remove()).isEqualTo(202);
    assertThat(remove()).isEqualTo(404);
    assertThat(server.get("/api/v1/organizations").body()).doesNotContain(id);
    eventually(() -> rows(example).isEmpty() && !exists(example));
    assertThat(server.get("/api/v1/audit").body()).contains("example.remove", "seen it");
    Thread.sleep(1_500);
    assertThat(rows(example)).isEmpty();
  }

  /// Its rows refer to each other and to the agent.
  private void labelPrompt(String organization) {
    change(
        organization,
        "POST",
        "/api/v1/prompts/answer/versions",
        "{\"content\": \"x\", \"agent\": \"simulated\"}");
    change(
        organization,
        "PUT",
        "/api/v1/prompts/answer/labels/production",
        "{\"version\": 1, \"reason\": \"x\"}");
  }

  private void change(String organization, String method, String path, String body) {
    HttpResponse<String> answer =
        server.send(
            server
                .request(path)
                .header("Cookie", cookie(organization))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
  }

  private boolean exists(OrganizationId organization) {
    return transactions.call(() ->
        jdbc.sql("select exists (select from organizations where id = :id)")
            .param("id", organization.value())
            .query(Boolean.class)
            .single());
  }

  @Test
  void aNewExampleIsAnotherOrganization() throws InterruptedException {
    String id = open().at("/organization/id").asString();
    assertThat(remove()).isEqualTo(202);

    String next = open().at("/organization/id").asString();

    assertThat(next).isNotEqualTo(id);
    assertThat(remove()).isEqualTo(202);
    eventually(() -> !exists(OrganizationId.parse(id)) && !exists(OrganizationId.parse(next)));
  }

  @Test
  void nobodyRemovesAnOrganizationThatIsReal() {
    OrganizationId real = TestKeys.organization(server);
    TestKeys.key(server, real, dev.metaagent.access.KeyScope.INGEST);

    assertThat(rows(real)).as("what the system role sees of keys").doesNotContainKey("api_keys");
    assertThat(
            transactions.call(() ->
                jdbc.sql("delete from api_keys where organization_id = :real")
                    .param("real", real.value())
                    .update()))
        .isZero();
    assertThatThrownBy(() -> server.bean(ExampleRemoval.class).pass(real))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
