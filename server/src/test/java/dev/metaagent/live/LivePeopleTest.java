package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.KeyScope;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.Browser;
import dev.metaagent.testing.SentRun;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Somebody who signed in watches with the cookie of the session.
class LivePeopleTest {

  private final TestServer server = TestServer.remote();
  private final Asking mine = new Asking();
  private final String admin = TestKeys.key(server, mine.organization(), KeyScope.ADMIN);
  private final Browser browser = new Browser(server);
  private String member = "";

  @BeforeEach
  void aMemberSignsIn() {
    JsonNode invitation =
        TestServer.json(
            send(
                "POST",
                "/api/v1/members",
                "{\"email\": \"%s@example.org\", \"role\": \"viewer\"}"
                    .formatted(UUID.randomUUID())));
    member = invitation.at("/member/id").asString();
    String token = invitation.get("link").asString().split("=", 2)[1];
    String password =
        "{\"token\": \"%s\", \"password\": \"a sentence as a password\"}".formatted(token);
    assertThat(browser.post("/api/v1/session/password", password).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> send(String method, String path, String json) {
    return server.send(
        server
            .request(path)
            .header("Authorization", "Bearer " + admin)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  private Watching watch(String origin) {
    String cookies =
        browser.cookies().entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    return Watching.with(server, Map.of("Cookie", cookies, "Origin", origin));
  }

  @Test
  void aPageOfOursWatchesWithTheCookieUntilTheMemberIsDisabled() {
    try (Watching client = watch("http://localhost:" + server.port())) {
      client.watch("{\"type\":\"subscribe\",\"topics\":[\"runs\"]}", 1);
      SentRun run = SentRun.of("Seen by a person", Instant.now().minusSeconds(3));
      mine.send(run);
      assertThat(client.next("runs").get("executions").get(0).get("id").asString())
          .isEqualTo(run.id());
      assertThat(send("PATCH", "/api/v1/members/" + member, "{\"disabled\": true}").statusCode())
          .isEqualTo(200);
      assertThat(client.next("notice").get("code").asString()).isEqualTo("unauthenticated");
      assertThat(client.closeCode()).isEqualTo(4001);
    }
  }

  @Test
  void aPageOfAnotherSiteDoesNotWatchWithTheCookie() {
    assertThatThrownBy(() -> watch("http://evil.example"))
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }
}
