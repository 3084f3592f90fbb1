package dev.metaagent.access.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.KeyScope;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of other sites: none may call, but those that the server's owner lists.
class CrossOriginTest {

  private static final String ALLOW = "Access-Control-Allow-Origin";

  private final TestServer server = TestServer.remote();

  private HttpResponse<String> from(String origin, String method, String path) {
    return server.send(
        server
            .request(path)
            .header("Origin", origin)
            .header(
                "Authorization",
                "Bearer " + TestKeys.key(server, TestKeys.organization(server), KeyScope.READ))
            .header("Access-Control-Request-Method", "POST")
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void aListedOriginMayCallAndAskBefore() {
    HttpResponse<String> asked = from("https://tools.example", "OPTIONS", "/api/v1/executions");
    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(asked.headers().firstValue(ALLOW)).hasValue("https://tools.example");
    assertThat(asked.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValueSatisfying(value -> assertThat(value).contains("authorization"));
    HttpResponse<String> called = from("https://tools.example", "GET", "/api/v1/status");
    assertThat(called.statusCode()).isEqualTo(200);
    assertThat(called.headers().firstValue(ALLOW)).hasValue("https://tools.example");
    assertThat(called.headers().allValues("Vary")).contains("Origin");
    assertThat(called.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://tools.example",
        "https://tools.example.evil.example",
        "https://tools.example:8443",
        "null"
      })
  void anotherOneMayNot(String origin) {
    assertThat(from(origin, "OPTIONS", "/api/v1/executions").headers().firstValue(ALLOW)).isEmpty();
    assertThat(from(origin, "GET", "/api/v1/status").headers().firstValue(ALLOW)).isEmpty();
  }

  @Test
  void nobodyIsListedByDefault() {
    TestServer local = TestServer.local();
    HttpResponse<String> response =
        local.send(
            local
                .request("/api/v1/status")
                .header("Origin", "https://tools.example")
                .header("Access-Control-Request-Method", "GET")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertThat(response.headers().firstValue(ALLOW)).isEmpty();
    assertThat(response.statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "https://x.example/path", "x.example", "https://*.example"})
  void onlyExactOriginsCanBeListed(String origin) {
    assertThatThrownBy(() -> new CorsSettings(List.of(origin)))
        .hasMessageContaining("METAAGENT_CORS_ORIGINS");
  }
}
