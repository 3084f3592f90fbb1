package dev.metaagent.web.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ConnectTest {

  private final TestServer local = TestServer.local();

  private HttpResponse<String> post(String path, String type, @Nullable String credential) {
    HttpRequest.Builder request =
        local
            .request(path)
            .header("Content-Type", type)
            .header("User-Agent", client(path))
            .POST(HttpRequest.BodyPublishers.ofString("{}"));
    if (credential != null) {
      request.header("x-api-key", credential);
    }
    return local.send(request);
  }

  /// A product of its own for each path, by which its attempt is found.
  private static String client(String path) {
    return "test" + path.replace('/', '-');
  }

  private JsonNode attempt(String path) {
    JsonNode attempts =
        Eventually.get(
            () -> TestServer.json(local.get("/api/v1/connect/attempts")).get("items"),
            items -> items.findValues("client").toString().contains("\"" + client(path) + "\""));
    for (JsonNode attempt : attempts.values()) {
      if (attempt.get("client").asString().equals(client(path))) {
        return attempt;
      }
    }
    throw new AssertionError("no attempt at " + path);
  }

  @Test
  void snippetsCarryTheAddressAndNoKeyWhereNoneIsNeeded() {
    String address = TestServer.json(local.get("/api/v1/connect")).get("address").asString();
    JsonNode guide = TestServer.json(local.get("/api/v1/connect/snippets"));
    assertThat(guide.get("languages").size()).isEqualTo(6);
    for (JsonNode language : guide.get("languages").values()) {
      for (JsonNode variant : language.get("variants").values()) {
        assertThat(variant.get("code").asString())
            .contains(address)
            .doesNotContain("{{")
            .doesNotContain("Bearer");
      }
    }
  }

  @Test
  void snippetsOfAServerThatWantsAKeySayWhereItGoes() {
    TestServer remote = TestServer.remote();
    OrganizationId organization = TestKeys.organization(remote);
    String key = TestKeys.key(remote, organization, KeyScope.READ);
    HttpResponse<String> response =
        remote.send(
            remote
                .request("/api/v1/connect/snippets")
                .header("Authorization", "Bearer " + key)
                .GET());
    for (JsonNode language : TestServer.json(response).get("languages").values()) {
      for (JsonNode variant : language.get("variants").values()) {
        boolean signed = variant.get("id").asString().equals("hook");
        assertThat(variant.get("code").asString()).contains(signed ? "_SECRET" : "<key>");
      }
    }
  }

  @Test
  void theLineForCurlWorksAsItStands() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    JsonNode variants =
        TestServer.json(local.get("/api/v1/connect/snippets"))
            .get("languages")
            .valueStream()
            .filter(language -> language.get("id").asString().equals("curl"))
            .findFirst()
            .orElseThrow()
            .get("variants");
    assertThat(variants.get(0).get("id").asString()).isEqualTo("json");
    Process curl =
        new ProcessBuilder("sh", "-c", variants.get(0).get("code").asString())
            .redirectErrorStream(true)
            .start();
    String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(curl.waitFor()).isZero();
    assertThat(answer).contains("200", "\"state\":\"stored\"", "\"warnings\":[]");
  }

  @Test
  void aClosedEndpointSaysWhy() {
    JsonNode endpoints = TestServer.json(local.get("/api/v1/connect")).get("endpoints");
    assertThat(endpoints.get(0).get("open").asBoolean()).isFalse();
    assertThat(endpoints.get(0).get("problem").asString()).contains("METAAGENT_OTLP_HTTP_PORT");
    assertThat(endpoints.get(2).get("open").asBoolean()).isTrue();
    assertThat(endpoints.valueStream().map(endpoint -> endpoint.get("name").asString()))
        .endsWith("Plain JSON", "Webhooks");
  }

  @Test
  void whatCameInIsListedWithTheCredentialOfAnotherProductNamed() {
    assertThat(post("/v1/traces", "application/json", "lsv2_pt_12345").statusCode()).isEqualTo(200);
    JsonNode attempt = attempt("/v1/traces");
    assertThat(attempt.get("status").asInt()).isEqualTo(200);
    assertThat(attempt.get("credential").asString()).isEqualTo("foreign");
    assertThat(attempt.get("product").asString()).isEqualTo("LangSmith");
    assertThat(attempt.get("remedy").asString()).contains("ignored");
  }

  @Test
  void aWrongPathIsListedWithTheRightOne() {
    assertThat(post("/v1/traces/v1/traces", "application/json", null).statusCode()).isEqualTo(404);
    assertThat(attempt("/v1/traces/v1/traces").get("remedy").asString()).contains("twice");
    assertThat(post("/traces", "application/x-protobuf", null).statusCode()).isEqualTo(404);
    assertThat(attempt("/traces").get("remedy").asString())
        .contains("/v1/traces")
        .doesNotContain("<address>");
  }

  @ParameterizedTest
  @CsvSource({
    "/runs/batch,LangSmith,LANGSMITH_OTEL_ENABLED",
    "/api/v1/runs/multipart,LangSmith,LANGSMITH_OTEL_ENABLED",
    "/api/public/ingestion,Langfuse,LANGFUSE_BASE_URL",
    "/api/2.0/mlflow/runs/create,MLflow,OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "/api/v2/spans,Zipkin,OTEL_TRACES_EXPORTER",
    "/v0.4/traces,Datadog,OTEL",
    "/v1/chat/completions,Helicone,OpenTelemetry"
  })
  void theProtocolOfAnotherProductIsRecognisedAndSwitched(
      String path, String product, String line) {
    HttpResponse<String> response = post(path, "application/json", null);
    assertThat(response.statusCode()).isEqualTo(422);
    JsonNode problem = TestServer.json(response);
    assertThat(problem.get("code").asString()).isEqualTo("foreign_protocol");
    assertThat(problem.get("detail").asString()).contains(line).doesNotContain("<address>");
    JsonNode attempt = attempt(path);
    assertThat(attempt.get("product").asString()).isEqualTo(product);
    assertThat(attempt.get("remedy").asString()).contains(line).doesNotContain("<address>");
  }

  @Test
  void anEndpointAnswersWithAStatusInTheEncodingOfTheRequest() {
    TestServer remote = TestServer.remote();
    HttpResponse<String> json = remote.send("POST", "/v1/traces", "{}");
    assertThat(json.statusCode()).isEqualTo(401);
    assertThat(TestServer.json(json).get("message").asString()).contains("no credential");
    HttpResponse<String> protobuf =
        remote.send(
            remote
                .request("/v1/traces")
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(protobuf.statusCode()).isEqualTo(401);
    assertThat(protobuf.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
    assertThat(protobuf.body()).contains("no credential");
  }
}
