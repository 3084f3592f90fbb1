package dev.metaagent.access.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.ApiKey;
import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Authenticator;
import dev.metaagent.access.Credential;
import dev.metaagent.access.KeyScope;
import dev.metaagent.access.Mode;
import dev.metaagent.access.http.SecurityFilter;
import dev.metaagent.access.limits.RateLimits;
import dev.metaagent.access.limits.TokenBucket;
import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;

class KeysTest {

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);
  private final String admin = TestKeys.key(server, organization, KeyScope.ADMIN);

  private HttpResponse<String> as(String key, String path) {
    return server.send(server.request(path).header("Authorization", "Bearer " + key).GET());
  }

  @Test
  void aKeyIsShownOnceAndStoredAsAHash() {
    String body = "{\"name\": \"deploy\", \"scope\": \"ingest\"}";
    HttpResponse<String> made = create(body);
    assertThat(made.statusCode()).isEqualTo(201);
    String key = TestServer.json(made).get("key").asString();
    String secret = key.split("_", -1)[3];
    assertThat(key).startsWith("ma_" + organization.toString().replace("-", ""));
    assertThat(as(admin, "/api/v1/keys").body()).contains("deploy").doesNotContain(secret);
    assertThat(stored()).contains("deploy").doesNotContain(secret);
  }

  private String stored() {
    JdbcClient jdbc = JdbcClient.create(server.bean(DataSource.class));
    return Tenant.call(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .read(() ->
                    jdbc.sql("select string_agg(k::text, ',') from api_keys k")
                        .query(String.class)
                        .single()));
  }

  private HttpResponse<String> create(String body) {
    return server.send(
        server
            .request("/api/v1/keys")
            .header("Authorization", "Bearer " + admin)
            .header("Content-Type", "application/json")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void aKeyOfAnAgentIsBoundToTheAgentsThatItNames() {
    HttpResponse<String> made =
        create(
            "{\"name\": \"desk\", \"scope\": \"agent\", \"agents\": [\" Order Desk\","
                + " \"Refunds\"]}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(TestServer.json(made).get("agents").toString())
        .isEqualTo("[\"Order Desk\",\"Refunds\"]");
    AuthResult result =
        server
            .bean(Authenticator.class)
            .authenticate(
                new Credential.Key(TestServer.json(made).get("key").asString()), "192.0.2.9");
    assertThat(result.orThrow().agents()).containsExactly("Order Desk", "Refunds");
    JsonNode listed = TestServer.json(as(admin, "/api/v1/keys")).get("items").get(0);
    assertThat(listed.get("agents").toString()).isEqualTo("[\"Order Desk\",\"Refunds\"]");
  }

  @Test
  void onlyKeysOfTheScopeAgentAreBound() {
    HttpResponse<String> refused =
        create("{\"name\": \"desk\", \"scope\": \"ingest\", \"agents\": [\"Order Desk\"]}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"field\":\"agents\"");
    assertThat(
            create("{\"name\": \"desk\", \"scope\": \"agent\", \"agents\": [\" \"]}").statusCode())
        .isEqualTo(400);
    JsonNode free = TestServer.json(create("{\"name\": \"all\", \"scope\": \"agent\"}"));
    assertThat(free.get("agents").isNull()).isTrue();
  }

  @Test
  void aKeyOfAnAgentReadsNothingElse() {
    String key = TestKeys.key(server, organization, KeyScope.AGENT);
    assertThat(as(key, "/api/v1/status").statusCode()).isEqualTo(403);
    assertThat(as(key, "/api/v1/executions").statusCode()).isEqualTo(403);
    assertThat(as(key, "/api/v1/approvals").statusCode()).isEqualTo(403);
  }

  @Test
  void aRevokedKeyOpensNothingAtOnce() {
    String key = TestKeys.key(server, organization, KeyScope.READ);
    assertThat(as(key, "/api/v1/status").statusCode()).isEqualTo(200);
    HttpResponse<String> revoked =
        server.send(
            server
                .request("/api/v1/keys/" + key.split("_", -1)[2] + "?reason=left")
                .header("Authorization", "Bearer " + admin)
                .DELETE());
    assertThat(revoked.statusCode()).isEqualTo(204);
    assertThat(as(key, "/api/v1/status").statusCode()).isEqualTo(401);
    JsonNode journal = TestServer.json(as(admin, "/api/v1/audit")).get("items").get(0);
    assertThat(journal.get("action").asString()).isEqualTo("key.revoke");
    assertThat(journal.get("reason").asString()).isEqualTo("left");
    assertThat(TestServer.json(as(admin, "/api/v1/audit/verify")).get("valid").asBoolean())
        .isTrue();
  }

  @Test
  void aKeyEndsByItself() throws InterruptedException {
    Instant soon = Instant.ofEpochMilli(System.currentTimeMillis()).plusMillis(700);
    String key =
        Tenant.call(
            organization,
            () -> server.bean(ApiKeys.class).issue("short", KeyScope.READ, soon, "test").key());
    assertThat(as(key, "/api/v1/status").statusCode()).isEqualTo(200);
    Thread.sleep(Duration.ofMillis(900));
    assertThat(as(key, "/api/v1/status").statusCode()).isEqualTo(401);
  }

  @Test
  void aKeyIsAcceptedByTheOtherNodeFromTheMomentItIsIssued() {
    TestServer other = TestServer.local();
    Authenticator authenticator = server.bean(Authenticator.class);
    for (int i = 0; i < 20; i++) {
      OrganizationId fresh = TestKeys.organization(other);
      authenticator.authenticate(
          new Credential.Key(TestKeys.key(server, organization, KeyScope.READ) + "x"), "192.0.2.9");
      String key = TestKeys.key(other, fresh, KeyScope.READ);
      assertThat(authenticator.authenticate(new Credential.Key(key), "192.0.2.9"))
          .isInstanceOf(AuthResult.Authenticated.class);
      String second = TestKeys.key(other, fresh, KeyScope.READ);
      assertThat(authenticator.authenticate(new Credential.Key(second), "192.0.2.9"))
          .isInstanceOf(AuthResult.Authenticated.class);
    }
  }

  @Test
  void theLastUseIsWrittenLater() {
    String key = TestKeys.key(server, organization, KeyScope.READ);
    assertThat(as(key, "/api/v1/status").statusCode()).isEqualTo(200);
    server.bean(KeyUse.class).flush();
    ApiKey used =
        Tenant.call(organization, () -> server.bean(ApiKeys.class).all()).stream()
            .filter(known -> key.contains("_" + known.id() + "_"))
            .findFirst()
            .orElseThrow();
    assertThat(used.lastUsedAt()).isNotNull();
  }

  @Test
  void whoeverGuessesKeysIsSlowedDownAndAValidKeyIsNot() {
    RateLimits limits = server.bean(RateLimits.class);
    Authenticator authenticator = server.bean(Authenticator.class);
    String wrong = admin.substring(0, admin.length() - 1) + (admin.endsWith("a") ? "b" : "a");
    AuthResult last = authenticator.authenticate(new Credential.Key(wrong), "192.0.2.1");
    for (int i = 0; i < 40; i++) {
      last = authenticator.authenticate(new Credential.Key(wrong), "192.0.2.1");
    }
    assertThat(last)
        .isInstanceOfSatisfying(
            AuthResult.Refused.class,
            refused -> assertThat(refused.reason().code().status()).isEqualTo(429));
    assertThat(limits.mayTry("192.0.2.2")).isTrue();
    assertThat(as(admin, "/api/v1/status").statusCode()).isEqualTo(200);
    assertThat(authenticator.authenticate(new Credential.Key(admin), "192.0.2.1"))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void whoeverSignedRightGoesOnWhileANeighbourGuesses() throws IOException, ServletException {
    String known = "/api/v1/webhooks/coldforge/known";
    assertThat(signed(known, 200)).isEqualTo(200);
    for (int i = 0; i < 40; i++) {
      signed("/api/v1/webhooks/coldforge/guessed", 401);
    }
    int guessed = 401;
    for (int i = 0; i < 5_000 && guessed != 429; i++) {
      guessed = signed("/api/v1/webhooks/coldforge/guessed", 401);
    }
    assertThat(guessed).isEqualTo(429);
    assertThat(signed(known, 200)).isEqualTo(200);
    assertThat(signed(known, 401)).isEqualTo(401);
    assertThat(signed(known, 200)).isEqualTo(200);
  }

  /// The response of the security filter to an event whose controller would respond with a status.
  private int signed(String path, int status) throws IOException, ServletException {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
    request.setRemoteAddr("192.0.2.3");
    MockHttpServletResponse response = new MockHttpServletResponse();
    server
        .bean(SecurityFilter.class)
        .doFilter(
            request, response, (_, answer) -> ((HttpServletResponse) answer).setStatus(status));
    return response.getStatus();
  }

  @Test
  void aBucketGivesItsBurstAndThenItsRate() {
    TokenBucket bucket = new TokenBucket(10, 3, 0);
    assertThat(new long[] {bucket.take(0), bucket.take(0), bucket.take(0)}).containsOnly(0);
    assertThat(bucket.take(0)).isEqualTo(100_000_000);
    assertThat(bucket.take(100_000_000)).isZero();
    assertThat(bucket.take(100_000_000)).isPositive();
  }

  @Test
  void aServerWithoutAnAdministratorMakesTheFirstKeyInAFile() throws IOException {
    Path folder = Files.createTempDirectory("first-key");
    DatabaseSettings settings =
        new DatabaseSettings(folder, "jdbc:x", null, null, null, null, 1, 1, 1);
    ApiKeys keys = server.bean(ApiKeys.class);
    Tenant.run(
        OrganizationId.LOCAL,
        () ->
            keys.all().stream()
                .filter(key -> key.scope() == KeyScope.ADMIN && key.revokedAt() == null)
                .forEach(key -> keys.revoke(key.id(), null, "test")));
    FirstKey first = new FirstKey(new Mode(false), keys, settings, Clock.systemUTC());
    first.prepare();
    Path file = folder.resolve(FirstKey.FILE);
    String key = Files.readString(file).strip();
    assertThat(as(key, "/api/v1/keys").statusCode()).isEqualTo(200);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    first.prepare();
    assertThat(Files.readString(file).strip()).isEqualTo(key);
  }

  @Test
  void wrongKeysOfANeighbourDoNotShutOutARightOne() {
    Authenticator authenticator = server.bean(Authenticator.class);
    String remote = "203.0.113.40";
    for (int i = 0; i < 200; i++) {
      String wrong = "ma_" + "0".repeat(32) + "_wrongwrong_" + "x".repeat(40);
      assertThat(authenticator.authenticate(new Credential.Key(wrong), remote))
          .isInstanceOf(AuthResult.Refused.class);
    }
    String fresh = TestKeys.key(server, organization, KeyScope.READ);
    assertThat(authenticator.authenticate(new Credential.Key(fresh), remote))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void theMetricsOfTheProcessAreForItsOperatorOnly() throws IOException {
    for (KeyScope scope : KeyScope.values()) {
      String key = TestKeys.key(server, organization, scope);
      assertThat(as(key, "/metrics").statusCode()).as(scope.wire()).isEqualTo(401);
    }
    String token = server.bean(DatabaseSettings.class).data().resolve("metrics-token").toString();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(token))))
        .isEqualTo("rw-------");
    String shown = Files.readString(Path.of(token)).strip();
    HttpResponse<String> metrics = as(shown, "/metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body())
        .contains("jvm_memory_used_bytes")
        .doesNotContain(organization.toString());
    assertThat(as(shown, "/api/v1/status").statusCode()).isEqualTo(401);
    assertThat(as(shown.substring(1), "/metrics").statusCode()).isEqualTo(401);
  }
}
