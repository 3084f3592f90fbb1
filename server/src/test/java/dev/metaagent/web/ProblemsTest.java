package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import tools.jackson.databind.JsonNode;

class ProblemsTest {

  private final TestServer server = TestServer.local();

  private static JsonNode problem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    JsonNode problem = TestServer.json(response);
    assertThat(problem.get("code").asString()).isEqualTo(code);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("type").asString()).isEqualTo("urn:metaagent:problem:" + code);
    assertThat(problem.get("title").asString()).isNotBlank();
    assertThat(problem.get("detail").asString()).isNotBlank();
    return problem;
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/v1/nothing,404,not_found",
    "GET,/api,404,not_found",
    "POST,/api/v1/status,405,method_not_allowed",
    "PUT,/,404,not_found",
    "GET,/api/v1/audit?limit=many,400,invalid_field",
    "GET,/api/v1/audit?limit=0,400,invalid_field",
    "GET,/api/v1/audit?limit=99999999999999999999,400,invalid_field",
    "GET,/api/v1/audit?cursor=x,400,invalid_field",
    "DELETE,/api/v1/keys/none%00,400,invalid_request",
    "GET,/nothing.png,404,not_found",
    "GET,/actuator/env,404,not_found"
  })
  void whatCannotBeAnsweredIsAProblem(String method, String path, int status, String code) {
    problem(
        server.send(server.request(path).method(method, HttpRequest.BodyPublishers.noBody())),
        status,
        code);
  }

  @Test
  void aWrongMethodNamesTheRightOnes() {
    HttpResponse<String> response = server.send("PATCH", "/api/v1/keys", "{}");
    problem(response, 405, "method_not_allowed");
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{            | invalid_request |",
        "[]           | invalid_request |",
        "{\"name\": \"x\", \"scope\": \"all\"} | invalid_field | scope",
        "{\"name\": \"\", \"scope\": \"read\"} | invalid_field | name",
        "{\"scope\": \"read\"} | invalid_field | name",
        "{\"name\": \"x\", \"scope\": \"read\", \"expiresAt\": \"soon\"} | invalid_field |"
            + " expiresAt",
        "{\"name\": \"x\", \"scope\": \"read\", \"expiresAt\": 1e999} | invalid_field | expiresAt",
        "{\"name\": {\"a\": 1}, \"scope\": \"read\"} | invalid_field | name",
        "{\"name\": \"a\\u0000b\", \"scope\": \"read\"} | invalid_field | name",
        "{\"name\": \"a\\ud800\", \"scope\": \"read\"} | invalid_field | name",
      })
  void aBodyThatCannotBeReadIsAProblemOfItsField(String body, String code, String field) {
    JsonNode problem = problem(server.send("POST", "/api/v1/keys", body), 400, code);
    if (field != null) {
      assertThat(problem.get("errors").get(0).get("field").asString()).isEqualTo(field);
    }
  }

  @Test
  void anotherFormatThanJsonIsNotThere() {
    problem(
        server.send(server.request("/api/v1/status").header("Accept", "text/html").GET()),
        406,
        "invalid_request");
  }

  @Test
  void aFormIsNotJson() {
    HttpRequest.Builder form =
        server
            .request("/api/v1/keys")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("name=x"));
    problem(server.send(form), 415, "unsupported_media_type");
  }

  @Test
  void aBodyMayHaveAMegabyteHoweverItIsSent() {
    String large = "{\"name\": \"" + "x".repeat(1_100_000) + "\"}";
    problem(server.send("POST", "/api/v1/keys", large), 413, "payload_too_large");
    HttpRequest.Builder chunked =
        server
            .request("/api/v1/keys")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofString(large)));
    problem(server.send(chunked), 413, "payload_too_large");
  }

  @Test
  void evenWhatIsHardlyHttpGetsAProblem() throws IOException {
    try (Socket socket = new Socket("localhost", server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /%zz{ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }
  }

  @Test
  void healthIsOpenAndSaysNothingElse() {
    assertThat(server.get("/health/live").body()).contains("UP");
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(TestServer.remote().get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(TestServer.remote().get("/health/ready").body()).doesNotContain("components");
  }

  @Test
  void numbersOfTheServerAreForItsAdministrator() {
    assertThat(server.get("/metrics").body()).contains("jvm_memory_used_bytes");
    assertThat(TestServer.remote().get("/metrics").statusCode()).isEqualTo(401);
    assertThat(server.get("/env").statusCode()).isEqualTo(404);
    assertThat(server.get("/beans").statusCode()).isEqualTo(404);
  }

  @Test
  void everyAnswerCarriesTheHeadersOfSafety() {
    for (String path : new String[] {"/", "/api/v1/status", "/api/v1/nothing", "/health/live"}) {
      HttpResponse<String> response = server.get(path);
      assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(response.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(policy ->
              assertThat(policy)
                  .contains("frame-ancestors 'none'")
                  .doesNotContain("script-src 'self' 'unsafe"));
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void theDocumentationAsksNoForeignHost() {
    HttpResponse<String> page = server.get("/api/swagger-ui/index.html");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
    HttpResponse<String> start = server.get("/api/swagger-ui/swagger-initializer.js");
    assertThat(start.statusCode()).isEqualTo(200);
    assertThat(server.get("/api/docs").statusCode()).isIn(200, 302);
    assertThat(server.get("/api/openapi.yaml").body()).startsWith("openapi: 3.1");
  }

  @ParameterizedTest
  @CsvSource({
    "08006,503",
    "53100,503",
    "53300,503",
    "57P01,503",
    "57014,503",
    "40001,503",
    "22021,400",
    "22003,400",
    "42P01,500"
  })
  void whatTheDatabaseSaysDecidesWhoseTurnItIs(String state, int status) {
    var failure = new UncategorizedSQLException("test", "select", new SQLException("test", state));
    var answer = new ProblemHandler(new Pages()).database(failure);
    assertThat(answer.getStatusCode().value()).isEqualTo(status);
    assertThat(answer.getHeaders().containsHeader("Retry-After")).isEqualTo(status == 503);
  }

  @Test
  void aDatabaseThatCannotBeReachedIsNotOurFault() {
    var failure =
        new CannotCreateTransactionException("test", new SQLTransientConnectionException());
    assertThat(new ProblemHandler(new Pages()).database(failure).getStatusCode().value())
        .isEqualTo(503);
  }
}
