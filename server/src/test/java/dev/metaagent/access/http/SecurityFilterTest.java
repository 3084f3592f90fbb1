package dev.metaagent.access.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SecurityFilterTest {

  private final TestServer local = TestServer.local();
  private final TestServer remote = TestServer.remote();

  @Test
  void whoeverSitsAtTheMachineNeedsNoKey() {
    assertThat(local.get("/api/v1/keys").statusCode()).isEqualTo(200);
  }

  @Test
  void elsewhereNothingIsAnsweredWithoutACredential() {
    HttpResponse<String> response = remote.get("/api/v1/keys");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(TestServer.json(response).get("code").asString()).isEqualTo("unauthenticated");
  }

  @Test
  void aKeyOpensItsOwnOrganizationInEveryFormItIsSent() {
    String key = TestKeys.key(remote, TestKeys.organization(remote), KeyScope.ADMIN);
    String basic =
        java.util.Base64.getEncoder()
            .encodeToString(("metaagent:" + key).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(with("Authorization", "Bearer " + key)).isEqualTo(200);
    assertThat(with("x-api-key", key)).isEqualTo(200);
    assertThat(with("Authorization", "Basic " + basic)).isEqualTo(200);
    assertThat(with("Authorization", "Bearer " + key + "x")).isEqualTo(401);
  }

  private int with(String header, String value) {
    return remote.send(remote.request("/api/v1/keys").header(header, value).GET()).statusCode();
  }

  @Test
  void aForeignPageCanNeitherReadNorPost() {
    HttpRequest.Builder post =
        local
            .request("/api/v1/keys")
            .header("Origin", "https://evil.example")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertThat(local.send(post).statusCode()).isEqualTo(403);
    HttpRequest.Builder get =
        local.request("/api/v1/keys").header("Sec-Fetch-Site", "cross-site").GET();
    assertThat(local.send(get).statusCode()).isEqualTo(403);
  }
}
