package dev.metaagent.registry.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.Governing;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeploymentsTest {

  private static final String PATH = "/api/v1/deployments";
  private static final String COMMIT = "9d59409acf479dfa0df1aa568182e43e43df8bbe";

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);
  private final String admin = TestKeys.key(server, organization, KeyScope.ADMIN);

  private HttpResponse<String> send(
      String key, String method, String path, @Nullable Map<String, ?> body) {
    return server.send(
        server
            .request(path)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))));
  }

  private JsonNode report(Map<String, ?> body, int status) {
    HttpResponse<String> response = send(admin, "POST", PATH, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return TestServer.json(response);
  }

  private JsonNode get(String path) {
    HttpResponse<String> response = send(admin, "GET", path, null);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private static Map<String, Object> deployment() {
    Map<String, Object> body = new HashMap<>();
    body.put("agent", "Order Desk");
    body.put("version", "1.4.0");
    body.put("commit", COMMIT);
    return body;
  }

  private static Map<String, Object> with(String field, Object value) {
    Map<String, Object> body = deployment();
    body.put(field, value);
    return body;
  }

  @Test
  void aDeploymentSaysWhichCommitAVersionOfAnAgentIs() {
    Instant before = Clock.systemUTC().instant().minusSeconds(1);
    Map<String, Object> sent = deployment();
    sent.put("repository", "https://ci:s3cret-t0ken@github.com/acme/order-desk");
    sent.put("ref", "main");
    sent.put("environment", "production");

    JsonNode made = report(sent, 201);

    assertThat(made.at("/agent/name").asString()).isEqualTo("Order Desk");
    assertThat(made.get("version").asString()).isEqualTo("1.4.0");
    assertThat(made.get("commit").asString()).isEqualTo(COMMIT);
    assertThat(made.get("repository").asString()).isEqualTo("https://github.com/acme/order-desk");
    assertThat(made.get("ref").asString()).isEqualTo("main");
    assertThat(made.get("environment").asString()).isEqualTo("production");
    assertThat(Instant.parse(made.get("at").asString())).isAfter(before);
    assertThat(get(PATH).at("/items/0")).isEqualTo(made);
    JsonNode entry = get("/api/v1/audit").at("/items/0");
    assertThat(entry.get("action").asString()).isEqualTo("deployment.report");
    assertThat(entry.toString())
        .contains(COMMIT, made.at("/agent/id").asString())
        .doesNotContain("s3cret");
  }

  @Test
  void whatWasReportedAgainIsTheSameDeployment() {
    JsonNode made = report(deployment(), 201);
    assertThat(report(with("commit", COMMIT.toUpperCase(java.util.Locale.ROOT)), 200))
        .isEqualTo(made);
    assertThat(report(with("agent", made.at("/agent/id").asString()), 200)).isEqualTo(made);
    assertThat(report(with("agent", "order_desk"), 200)).isEqualTo(made);
    assertThat(made.get("environment").isNull()).isTrue();
    assertThat(made.get("repository").isNull()).isTrue();

    report(with("environment", "staging"), 201);
    report(with("version", "1.4.1"), 201);
    report(with("commit", COMMIT.substring(0, 7)), 201);
    report(with("agent", "Refunds"), 201);

    assertThat(get(PATH).get("items")).hasSize(5);
    assertThat(get("/api/v1/audit").toString().split("deployment.report", -1)).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "agent, ' '",
    "version, ''",
    "version, anna@example.org",
    "commit, ''",
    "commit, 9d5940",
    "commit, 9d59409g",
    "repository, https://user:pass/word@github.com/acme",
    "ref, 'a\nb'",
    "environment, 'a\nb'",
    "at, 1999-12-31T00:00:00Z",
    "at, tomorrow"
  })
  void whatCannotBeRightIsRefusedByItsField(String field, String value) {
    JsonNode problem = report(with(field, value), 400);
    assertThat(problem.toString()).contains("\"field\":\"" + field + "\"");
    assertThat(get(PATH).get("items")).isEmpty();
    assertThat(get("/api/v1/agents?from=-1h").toString()).doesNotContain("Order Desk");
  }

  @Test
  void textsThatAreTooLongAreRefused() {
    for (String field : List.of("agent", "version", "environment", "ref", "repository", "commit")) {
      assertThat(report(with(field, "a".repeat(501)), 400).toString())
          .contains("\"field\":\"" + field + "\"");
    }
  }

  @Test
  void aClockMayGoAFewMinutesWrong() {
    Instant now = Clock.systemUTC().instant();
    report(with("at", now.plus(6, ChronoUnit.MINUTES).toString()), 400);
    Instant ahead = now.plus(4, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MICROS);
    assertThat(report(with("at", ahead.toString()), 201).get("at").asString())
        .isEqualTo(ahead.toString());
  }

  @Test
  void theListIsReadPageByPageNewestFirst() {
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    for (int i = 0; i < 5; i++) {
      Map<String, Object> body = with("version", "1." + i);
      body.put("at", now.minusSeconds(i / 2 * 60L).toString());
      report(body, 201);
    }
    report(with("agent", "Refunds"), 201);

    List<String> versions = new ArrayList<>();
    List<String> times = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get(PATH + "?agent=order-desk&limit=2" + cursor);
      page.get("items")
          .forEach(item -> {
            versions.add(item.get("version").asString());
            times.add(item.get("at").asString());
          });
      cursor =
          page.get("nextCursor").isNull() ? "" : "&cursor=" + page.get("nextCursor").asString();
    } while (!cursor.isEmpty());

    assertThat(versions).containsExactlyInAnyOrder("1.0", "1.1", "1.2", "1.3", "1.4");
    assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(get(PATH + "?agent=nobody").get("items")).isEmpty();
    assertThat(send(admin, "GET", PATH + "?cursor=x", null).statusCode()).isEqualTo(400);
    assertThat(send(admin, "GET", PATH + "?limit=201", null).statusCode()).isEqualTo(400);
  }

  @Test
  void everyReaderSeesThemAndAKeyThatOnlyReadsReportsNone() {
    report(deployment(), 201);
    String reader = TestKeys.key(server, organization, KeyScope.READ);
    assertThat(send(reader, "GET", PATH, null).body()).contains(COMMIT);
    assertThat(send(reader, "POST", PATH, deployment()).statusCode()).isEqualTo(403);
    String stranger = TestKeys.key(server, TestKeys.organization(server), KeyScope.ADMIN);
    assertThat(TestServer.json(send(stranger, "GET", PATH, null)).get("items")).isEmpty();
    assertThat(
            send(
                    stranger,
                    "POST",
                    PATH,
                    with("agent", get(PATH).at("/items/0/agent/id").asString()))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void continuousIntegrationNeedsAKeyThatSendsAndReadsNothing() {
    String pipeline = TestKeys.key(server, organization, KeyScope.INGEST);
    assertThat(send(pipeline, "POST", PATH, deployment()).statusCode()).isEqualTo(201);
    assertThat(send(pipeline, "GET", PATH, null).statusCode()).isEqualTo(403);
    assertThat(get("/api/v1/audit").at("/items/0/action").asString())
        .isEqualTo("deployment.report");
  }

  @Test
  void aKeyThatIsBoundToAgentsReportsThoseOnly() {
    String bound = new Governing(organization).boundTo("Order Desk");
    JsonNode made = TestServer.json(send(bound, "POST", PATH, deployment()));
    String id = made.at("/agent/id").asString();
    assertThat(send(bound, "POST", PATH, with("agent", "order-desk")).statusCode()).isEqualTo(200);
    assertThat(send(bound, "POST", PATH, with("agent", id)).statusCode()).isEqualTo(200);
    assertThat(send(bound, "POST", PATH, with("agent", "Refunds")).statusCode()).isEqualTo(403);
    assertThat(get("/api/v1/agents?from=-1h").toString()).doesNotContain("Refunds");
  }
}
