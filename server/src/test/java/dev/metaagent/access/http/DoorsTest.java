package dev.metaagent.access.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What every request passes on a server that wants a credential: the role that its key has, the
/// type of its body, and how a refusal is told to each kind of sender.
class DoorsTest {

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);

  private HttpResponse<String> send(
      KeyScope scope, String method, String path, String type, String body) {
    return server.send(
        server
            .request(path)
            .header("Authorization", "Bearer " + TestKeys.key(server, organization, scope))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body)));
  }

  private int status(KeyScope scope, String method, String path) {
    String body = method.equals("GET") ? "" : "{}";
    return send(scope, method, path, "application/json", body).statusCode();
  }

  @ParameterizedTest
  @CsvSource({
    "INGEST,GET,/api/v1/executions,403",
    "INGEST,GET,/api/v1/status,403",
    "INGEST,POST,/v1/traces,200",
    "READ,POST,/v1/traces,403",
    "READ,POST,/api/v1/executions,403",
    "READ,GET,/api/v1/executions,200",
    "READ,GET,/api/v1/keys,403",
    "READ,GET,/api/v1/webhooks,403",
    "READ,GET,/api/v1/audit,403",
    "ADMIN,GET,/api/v1/keys,200",
    "ADMIN,GET,/api/v1/audit,200",
    "ADMIN,POST,/v1/traces,200",
    "ADMIN,GET,/metrics,401"
  })
  void aKeyOpensWhatItIsFor(KeyScope scope, String method, String path, int status) {
    assertThat(status(scope, method, path)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/v1/keys,text/plain,415", "POST,/api/v1/keys,application/x-www-form-urlencoded,415",
    "POST,/api/v1/executions,text/plain,415", "POST,/api/v1/keys,application/jsonx,415",
    "POST,/api/v1/keys,application/vnd.x+json,400", "POST,/v1/traces,text/plain,415",
    "POST,/v1/traces,multipart/form-data,415"
  })
  void aBodyIsJson(String method, String path, String type, int status) {
    assertThat(send(KeyScope.ADMIN, method, path, type, "{}").statusCode()).isEqualTo(status);
  }

  @Test
  void aBodyOfAnApiCallIsBounded() {
    HttpResponse<String> response =
        send(
            KeyScope.ADMIN,
            "POST",
            "/api/v1/keys",
            "application/json",
            "{\"name\":\"" + "x".repeat(1_100_000) + "\"}");
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(TestServer.json(response).get("code").asString()).isEqualTo("payload_too_large");
  }

  @Test
  void whoIsNotKnownMaySendLittle() {
    String body = "{\"email\":\"" + "x".repeat(20_000) + "\",\"password\":\"y\"}";
    assertThat(server.send("POST", "/api/v1/session", body).statusCode()).isEqualTo(413);
  }

  @Test
  void telemetryIsRefusedWithAStatusInItsOwnType() {
    HttpResponse<String> json = server.send("POST", "/v1/traces", "{}");
    assertThat(json.statusCode()).isEqualTo(401);
    assertThat(json.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(json.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"metaagent\"");
    assertThat(TestServer.json(json).get("message").asString()).contains("Authorization: Bearer");

    HttpResponse<String> protobuf =
        server.send(
            server
                .request("/v1/traces")
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(new byte[0])));
    assertThat(protobuf.statusCode()).isEqualTo(401);
    assertThat(protobuf.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
  }

  @Test
  void aCredentialOfAnotherProductIsNamedAsSuch() {
    HttpResponse<String> response =
        server.send(
            server.request("/api/v1/status").header("Authorization", "Bearer sk-proj-x").GET());
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(TestServer.json(response).get("detail").asString())
        .isEqualTo("The credential is of another product. Send a key that begins with ma_.");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/public/ingestion,Langfuse",
    "POST,/runs/batch,LangSmith",
    "GET,/info,LangSmith",
    "POST,/v1/chat/completions,Helicone",
    "POST,/api/v2/spans,Zipkin",
    "POST,/opik/api/v1/private/traces/batch,Opik",
    "PUT,/v0.4/traces,Datadog",
    "POST,/evp_proxy/v2/api/v2/llmobs,Datadog",
    "POST,/v1/trace/log,Helicone",
    "POST,/v1/runs/ingest,Lunary"
  })
  void theProtocolOfAnotherProductIsAnsweredWithTheWayToUs(
      String method, String path, String product) {
    HttpResponse<String> response =
        server.send(server.request(path).method(method, BodyPublishers.ofString("{}")));
    assertThat(response.statusCode()).isEqualTo(422);
    JsonNode problem = TestServer.json(response);
    assertThat(problem.get("code").asString()).isEqualTo("foreign_protocol");
    assertThat(problem.get("detail").asString())
        .contains("protocol of " + product)
        .doesNotContain("<address>");
  }

  @Test
  void whatWasRefusedIsShownToTheOneWhoseKeyItWas() {
    send(KeyScope.INGEST, "POST", "/v1/traces", "application/json", "no json");
    HttpResponse<String> attempts =
        Eventually.get(
            () -> send(KeyScope.ADMIN, "GET", "/api/v1/connect/attempts", "application/json", ""),
            answer -> answer.body().contains("not OTLP"));
    assertThat(attempts.statusCode()).isEqualTo(200);
    assertThat(attempts.body()).contains("/v1/traces", "not OTLP");
    HttpResponse<String> others =
        server.send(
            server
                .request("/api/v1/connect/attempts")
                .header(
                    "Authorization",
                    "Bearer " + TestKeys.key(server, TestKeys.organization(server), KeyScope.ADMIN))
                .GET());
    assertThat(others.body()).doesNotContain("/v1/traces\",");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/../v1/keys", "/api/v1/keys;x=1", "/api//v1/keys", "/API/V1/keys"})
  void noSpellingOfAPathLeadsPastItsRole(String path) {
    assertThat(server.get(path).statusCode()).isIn(400, 401, 404);
  }

  @Test
  void healthAndTheDescriptionAreOpenToEverybody() {
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(server.get("/api/openapi").statusCode()).isEqualTo(200);
    assertThat(server.get("/api/v1/session").statusCode()).isEqualTo(200);
  }

  @Test
  void theAnswersOfTheApiAreKeptByNobody() {
    HttpResponse<String> response =
        send(KeyScope.READ, "GET", "/api/v1/status", "application/json", "");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.headers().firstValue("Content-Security-Policy"))
        .hasValue("default-src 'none'; frame-ancestors 'none'");
  }
}
