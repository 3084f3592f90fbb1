package dev.metaagent.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.sessions.Cookies;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/// What is ours, with and without a proxy that ends TLS.
class OwnAddressTest {

  private static OwnAddress address(@Nullable String publicUrl) {
    return new OwnAddress(
        new AccessSettings("server", List.of(), publicUrl, null, 50, 200, 5_000, 1_048_576));
  }

  private static MockHttpServletRequest request(String scheme, String host, int port) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/session");
    request.setScheme(scheme);
    request.setSecure(scheme.equals("https"));
    request.setServerName(host);
    request.setServerPort(port);
    return request;
  }

  @ParameterizedTest
  @CsvSource({
    "http,agents.example,80,,http://agents.example,true",
    "http,agents.example,8080,,http://agents.example:8080,true",
    "https,agents.example,443,,https://agents.example,true",
    "http,agents.example,80,https://agents.example,https://agents.example,true",
    "http,agents.example,80,,https://agents.example,false",
    "http,agents.example,80,https://agents.example,https://agents.example.evil.example,false",
    "http,agents.example,80,https://agents.example,https://agents.example:8443,false",
    "http,agents.example,80,,null,false",
    "http,agents.example,80,,%%%,false"
  })
  void onlyPagesOfThisAddressAreOurs(
      String scheme,
      String host,
      int port,
      @Nullable String publicUrl,
      String origin,
      boolean own) {
    assertThat(address(publicUrl).owns(origin, request(scheme, host, port))).isEqualTo(own);
  }

  @Test
  void overTlsACookieIsBoundToTheHost() {
    Cookies cookies = new Cookies(address("https://agents.example"));
    MockHttpServletRequest request = request("http", "agents.example", 80);
    MockHttpServletResponse response = new MockHttpServletResponse();
    cookies.set(request, response, Cookies.Name.SESSION, "x", Duration.ofDays(7));
    assertThat(response.getHeader("Set-Cookie"))
        .startsWith("__Host-metaagent-session=x;")
        .contains("Secure")
        .contains("HttpOnly")
        .contains("SameSite=Strict")
        .contains("Path=/")
        .contains("Max-Age=604800")
        .doesNotContain("Domain");
    request.setCookies(new Cookie("metaagent-session-80", "planted"));
    assertThat(cookies.read(request, Cookies.Name.SESSION)).isEmpty();
    request.setCookies(new Cookie("__Host-metaagent-session", "x"));
    assertThat(cookies.read(request, Cookies.Name.SESSION)).hasValue("x");
  }

  @Test
  void withoutTlsThePortIsPartOfTheName() {
    Cookies cookies = new Cookies(address(null));
    MockHttpServletRequest request = request("http", "localhost", 8080);
    MockHttpServletResponse response = new MockHttpServletResponse();
    cookies.set(request, response, Cookies.Name.SESSION, "x", Duration.ofDays(7));
    assertThat(response.getHeader("Set-Cookie"))
        .startsWith("metaagent-session-8080=x;")
        .doesNotContain("Secure");
  }
}
