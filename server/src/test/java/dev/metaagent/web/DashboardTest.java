package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// A small export lies in the test resources; it stands for the real one.
class DashboardTest {

  private final TestServer server = TestServer.local();

  private HttpResponse<String> page(String path) {
    return server.send(server.request(path).header("Accept", "text/html").GET());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void anAddressWithoutASuffixIsItsPage() {
    assertThat(page("/").body()).contains("index of the test dashboard");
    HttpResponse<String> fleet = page("/fleet?from=-6h");
    assertThat(fleet.statusCode()).isEqualTo(200);
    assertThat(fleet.body()).contains("fleet of the test dashboard");
    assertThat(header(fleet, "Content-Type")).startsWith("text/html");
    assertThat(header(fleet, "Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void dataOfAPageIsServedAsItIs() {
    assertThat(page("/fleet.txt").body()).isEqualTo("flight data\n");
  }

  @Test
  void hashedAssetsAreKeptForAYear() {
    HttpResponse<String> script = page("/_next/static/chunks/app.js");
    assertThat(header(script, "Cache-Control")).isEqualTo("max-age=31536000, public, immutable");
    assertThat(header(script, "Content-Type")).contains("javascript");
  }

  @Test
  void anUnknownAddressIsThePageThatSaysSo() {
    HttpResponse<String> unknown = page("/nothing/here");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("no such page");
    assertThat(page("/_next/static/none.js").statusCode()).isEqualTo(404);
    assertThat(page("/../application.yml").statusCode()).isIn(400, 404);
    assertThat(page("/%2e%2e/application.yml").statusCode()).isIn(400, 404);
  }

  @Test
  void aProgramThatAsksForAnUnknownAddressGetsAProblem() {
    HttpResponse<String> unknown =
        server.send(server.request("/nothing").header("Accept", "application/json").GET());
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(header(unknown, "Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void eachPageMayRunItsOwnInlineScriptsAndNoOthers() {
    assertThat(header(page("/fleet"), "Content-Security-Policy"))
        .contains("script-src 'self' 'sha256-" + hash("self.__next_f.push([1,\"fleet\"])") + "';");
    assertThat(header(page("/"), "Content-Security-Policy"))
        .contains("'sha256-" + hash("self.__next_f=[]") + "'")
        .doesNotContain(hash("self.__next_f.push([1,\"fleet\"])"));
    assertThat(header(page("/nothing"), "Content-Security-Policy")).contains("script-src 'self';");
  }

  private static String hash(String script) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
