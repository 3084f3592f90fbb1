package dev.metaagent.access.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Local mode asks for no credential, so a page of another site must not get in: each request here
/// is written byte by byte as a browser would send it.
class ForeignPagesTest {

  private final TestServer server = TestServer.local();

  private int status(String request) throws IOException {
    try (Socket socket = new Socket("localhost", server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,200",
    "127.0.0.1,200",
    "[::1],200",
    "LOCALHOST,200",
    "evil.example,403",
    "localhost.evil.example,403",
    "127.0.0.1.nip.io,403",
    "0.0.0.0,403"
  })
  void theNameInTheRequestIsOneOfThisMachine(String host, int expected) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: %s:" + server.port() + "\r\nConnection: close\r\n\r\n";
    assertThat(status(request.formatted("/api/v1/status", host))).isEqualTo(expected);
    assertThat(status(request.formatted("/", host))).isEqualTo(expected);
    assertThat(status(request.formatted("/health/live", host))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:PORT,200",
    "http://localhost:1,403",
    "https://localhost:PORT,403",
    "http://evil.example,403",
    "http://evil.example:PORT,403",
    "null,403",
    "%%%,403"
  })
  void aPageThatSendsTelemetryIsOneOfOurs(String origin, int expected) throws IOException {
    String port = Integer.toString(server.port());
    String request =
        "POST /v1/traces HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nOrigin: "
            + origin.replace("PORT", port)
            + "\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: 2\r\n"
            + "Connection: close\r\n\r\n"
            + "{}";
    assertThat(status(request)).isEqualTo(expected);
  }

  /// A form of a page with `Referrer-Policy: no-referrer`, as a decision about an approval is sent.
  @ParameterizedTest
  @CsvSource({"same-origin,404", "cross-site,403", "same-site,403", "none,403", "'',403"})
  void aFormWithAHiddenOriginComesFromAPageOfOurs(String site, int expected) throws IOException {
    String request =
        "POST /decide/x HTTP/1.1\r\nHost: localhost:"
            + server.port()
            + "\r\nOrigin: null\r\n"
            + (site.isEmpty() ? "" : "Sec-Fetch-Site: " + site + "\r\n")
            + "Content-Type: application/x-www-form-urlencoded\r\n"
            + "Content-Length: 0\r\n"
            + "Connection: close\r\n\r\n";
    assertThat(status(request)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain,415",
    "application/x-www-form-urlencoded,415",
    "multipart/form-data; boundary=x,415",
    "application/json,200"
  })
  void aFormCannotCarryTelemetry(String type, int expected) throws IOException {
    String request =
        "POST /v1/traces HTTP/1.1\r\nHost: localhost:"
            + server.port()
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    assertThat(status(request)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin,cors,empty,200",
    "none,navigate,document,200",
    "cross-site,no-cors,image,403",
    "cross-site,no-cors,script,403",
    "same-site,cors,empty,403",
    "cross-site,navigate,iframe,403",
    "cross-site,navigate,document,200"
  })
  void whatABrowserSaysAboutWhoAsksIsHeard(
      String site, String mode, String destination, int expected) throws IOException {
    assertThat(
            status(
                """
                GET /api/v1/status HTTP/1.1\r
                Host: localhost:%d\r
                Sec-Fetch-Site: %s\r
                Sec-Fetch-Mode: %s\r
                Sec-Fetch-Dest: %s\r
                Connection: close\r
                \r
                """
                    .formatted(server.port(), site, mode, destination)))
        .isEqualTo(expected);
  }
}
