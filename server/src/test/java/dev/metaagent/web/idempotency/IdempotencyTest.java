package dev.metaagent.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.access.Principal;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;

class IdempotencyTest {

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);
  private final String admin = TestKeys.key(server, organization, KeyScope.ADMIN);
  private final String key = UUID.randomUUID().toString();

  private HttpResponse<String> issue(String caller, String idempotencyKey, String name) {
    return server.send(
        server
            .request("/api/v1/keys")
            .header("Authorization", "Bearer " + caller)
            .header("Idempotency-Key", idempotencyKey)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"name": "%s", "scope": "ingest", "reason": "for the agents of a test"}
                    """
                        .formatted(name))));
  }

  private List<String> issued(String name) {
    JsonNode keys =
        TestServer.json(
            server.send(
                server
                    .request("/api/v1/keys?limit=200")
                    .header("Authorization", "Bearer " + admin)
                    .GET()));
    return keys.get("items")
        .valueStream()
        .filter(held -> held.get("name").asString().equals(name))
        .map(held -> held.get("id").asString())
        .toList();
  }

  @Test
  void aCommandThatIsSentAgainIsDoneOnceAndAnsweredAsTheFirstTime() {
    HttpResponse<String> first = issue(admin, key, "once");
    HttpResponse<String> again = issue(admin, key, "once");

    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(again.headers().firstValue("Content-Type"))
        .isEqualTo(first.headers().firstValue("Content-Type"));
    assertThat(issued("once")).hasSize(1);
  }

  @Test
  void theSameKeyWithAnotherBodyIsAConflictAndChangesNothing() {
    issue(admin, key, "mine");

    HttpResponse<String> other = issue(admin, key, "another");

    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(TestServer.json(other).get("code").asString()).isEqualTo("idempotency_conflict");
    assertThat(issued("another")).isEmpty();
  }

  @Test
  void theKeysOfTwoCallersAreNotTheSame() {
    String second = TestKeys.key(server, organization, KeyScope.ADMIN);
    issue(admin, key, "of the first");

    HttpResponse<String> answer = issue(second, key, "of the second");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(issued("of the second")).hasSize(1);
  }

  @Test
  void ofRequestsAtTheSameTimeOneIsDone() throws Exception {
    Callable<Integer> command = () -> issue(admin, key, "race").statusCode();
    List<Integer> statuses;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      statuses =
          threads.invokeAll(Stream.generate(() -> command).limit(8).toList()).stream()
              .map(Future::resultNow)
              .toList();
    }

    assertThat(statuses).contains(201).allMatch(status -> status == 201 || status == 409);
    assertThat(issued("race")).hasSize(1);
  }

  @Test
  void aCommandThatWasRefusedCanBeSentAgainWithTheSameKey() {
    HttpResponse<String> refused =
        server.send(
            server
                .request("/api/v1/keys")
                .header("Authorization", "Bearer " + admin)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"x\", \"scope\": \"?\"}")));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(issue(admin, key, "mended").statusCode()).isEqualTo(201);
  }

  @Test
  void aKeyThatIsNoneIsNamed() {
    HttpResponse<String> answer = issue(admin, "with a blank", "named");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(answer).at("/errors/0/field").asString())
        .isEqualTo("Idempotency-Key");
    assertThat(issued("named")).isEmpty();
  }

  @Test
  void neitherTheKeyNorTheSecretOfTheAnswerIsStoredReadably() {
    String secret = TestServer.json(issue(admin, key, "sealed")).get("key").asString();

    String rows =
        Tenant.call(
            organization,
            () ->
                server
                    .bean(TenantTransactions.class)
                    .read(() ->
                        JdbcClient.create(server.bean(DataSource.class))
                            .sql(
                                """
                                select string_agg(encode(key_hash || answer, 'escape'), ' ') from idempotency_keys
                                """)
                            .query(String.class)
                            .single()));

    assertThat(rows).isNotEmpty().doesNotContain(secret).doesNotContain(key);
  }

  @Test
  void aKeyIsForgottenAfterADay() {
    IdempotencyStore store = server.bean(IdempotencyStore.class);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Principal caller =
        new Principal(organization, "a test", dev.metaagent.access.Role.ADMIN, "key-1");
    HashedRequest request =
        HashedRequest.of(key, caller, new MockHttpServletRequest("POST", "/api/v1/x"), body);
    AnswerSeal seal = new AnswerSeal(new byte[32], key);

    Tenant.run(
        organization,
        () -> {
          assertThat(store.claim(request, seal, now, 1)).isInstanceOf(Claim.Taken.class);
          assertThat(store.claim(request, seal, now.plus(IdempotencyStore.KEPT), 1))
              .isInstanceOf(Claim.Unfinished.class);
          store.finish(request, new StoredAnswer(200, "application/json", body), seal);
          assertThat(store.claim(request, seal, now.plus(IdempotencyStore.KEPT), 1))
              .isInstanceOfSatisfying(
                  Claim.Done.class, done -> assertThat(done.answer().body()).isEqualTo(body));
          Instant later = now.plus(IdempotencyStore.KEPT).plusSeconds(1);
          assertThat(store.claim(request, seal, later, 1)).isInstanceOf(Claim.Taken.class);
        });
  }

  private HttpResponse<String> post(String caller, String path, String body) {
    return server.send(
        server
            .request(path)
            .header("Authorization", "Bearer " + caller)
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private long rows() {
    return Tenant.call(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .read(() ->
                    JdbcClient.create(server.bean(DataSource.class))
                        .sql("select count(*) from idempotency_keys")
                        .query(Long.class)
                        .single()));
  }

  @Test
  void runsThatAreSentAgainWithAKeyAreAnsweredAsTheFirstTime() {
    String sender = TestKeys.key(server, organization, KeyScope.INGEST);

    HttpResponse<String> first = post(sender, "/api/v1/executions", run("run-1"));
    HttpResponse<String> again = post(sender, "/api/v1/executions", run("run-1"));

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(post(sender, "/api/v1/executions", run("run-2")).statusCode()).isEqualTo(422);
  }

  @Test
  void telemetryLeavesKeysToCommandsAndIsTakenWithoutThem() {
    String sender = TestKeys.key(server, organization, KeyScope.INGEST);
    hold(IdempotencyStore.MOST_OF_TELEMETRY);

    HttpResponse<String> sent = post(sender, "/api/v1/executions", run("run-1"));
    HttpResponse<String> again = post(sender, "/api/v1/executions", run("run-1"));

    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    assertThat(TestServer.json(again).at("/items/0/state").asString()).isEqualTo("unchanged");
    assertThat(rows()).isEqualTo(IdempotencyStore.MOST_OF_TELEMETRY);
    assertThat(issue(admin, key, "of a command").statusCode()).isEqualTo(201);
  }

  private static String run(String id) {
    return "{\"id\": \"%s\", \"agent\": \"A\", \"durationMs\": 1}".formatted(id);
  }

  @Test
  void aTrialWithALongAnswerIsNotKept() {
    String text = "x".repeat(IdempotencyFilter.LONGEST_ANSWER);
    String trial =
        """
        {"mapping": {"fields": {"agent": "=A", "input": "$.t"}}, "sample": {"t": "%s"}}
        """
            .formatted(text);

    HttpResponse<String> answer = post(admin, "/api/v1/webhooks/try", trial);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(text);
    assertThat(rows()).isZero();
  }

  /// Fills the table up to so many keys.
  private void hold(int keys) {
    Tenant.run(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .write(() ->
                    JdbcClient.create(server.bean(DataSource.class))
                        .sql(
                            """
                            insert into idempotency_keys (organization_id, key_hash, request_hash, claimed_at)
                            select :organization, decode(md5(n::text), 'hex'), '\\x00', now()
                            from generate_series(1, :keys) n
                            """)
                        .param("organization", organization.value())
                        .param("keys", keys)
                        .update()));
  }

  @Test
  void anOrganizationHoldsALimitedNumberOfKeys() {
    issue(admin, key, "before");
    hold(IdempotencyStore.MOST - 1);

    HttpResponse<String> one = issue(admin, UUID.randomUUID().toString(), "one more");
    HttpResponse<String> again = issue(admin, key, "before");

    assertThat(one.statusCode()).isEqualTo(429);
    assertThat(one.headers().firstValue("Retry-After")).isPresent();
    assertThat(issued("one more")).isEmpty();
    assertThat(again.statusCode()).isEqualTo(201);
  }

  @Test
  void aKeyThatWasRevokedIsNotAnsweredWithWhatItWasAnswered() {
    String second = TestKeys.key(server, organization, KeyScope.ADMIN);
    String made = TestServer.json(issue(second, key, "of a key that goes")).get("key").asString();
    String id = second.split("_", -1)[2];
    HttpResponse<String> revoked =
        server.send(
            server
                .request("/api/v1/keys/" + id + "?reason=a+test+revokes+it")
                .header("Authorization", "Bearer " + admin)
                .DELETE());

    HttpResponse<String> again = issue(second, key, "of a key that goes");

    assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(204);
    assertThat(again.statusCode()).isEqualTo(401);
    assertThat(again.body()).doesNotContain(made);
  }
}
