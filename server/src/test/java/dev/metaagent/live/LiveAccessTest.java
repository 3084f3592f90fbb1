package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// Who may open the WebSocket.
class LiveAccessTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);

  /// The status of the handshake: 101 when it was let in.
  private static int open(TestServer server, Map<String, String> headers) {
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
    headers.forEach(builder::header);
    try {
      builder.buildAsync(Watching.address(server), new WebSocket.Listener() {}).join().abort();
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  private Map<String, String> with(KeyScope scope, String... more) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + TestKeys.key(server, organization, scope));
    for (int i = 0; i < more.length; i += 2) {
      headers.put(more[i], more[i + 1]);
    }
    return headers;
  }

  @Test
  void whoeverMayReadMayWatch() {
    assertThat(open(server, with(KeyScope.READ))).isEqualTo(101);
    assertThat(open(TestServer.local(), Map.of())).as("in local mode").isEqualTo(101);
  }

  @Test
  void nobodyElseMay() {
    assertThat(open(server, Map.of())).isEqualTo(401);
    assertThat(open(server, Map.of("Authorization", "Bearer ma_wrong"))).isEqualTo(401);
    assertThat(open(server, with(KeyScope.INGEST))).isEqualTo(403);
  }

  @Test
  void aPageOfAnotherSiteIsRefused() {
    String own = "http://localhost:" + server.port();
    assertThat(open(server, with(KeyScope.READ, "Origin", own))).isEqualTo(101);
    assertThat(open(server, with(KeyScope.READ, "Origin", "http://evil.example"))).isEqualTo(403);
    assertThat(open(server, with(KeyScope.READ, "Origin", "http://localhost:1"))).isEqualTo(403);
    assertThat(open(server, with(KeyScope.READ, "Origin", "null"))).isEqualTo(403);
    assertThat(open(TestServer.local(), Map.of("Origin", "http://evil.example")))
        .as("in local mode")
        .isEqualTo(403);
  }

  @Test
  void anOrdinaryRequestIsToldWhatThisIs() {
    var answer =
        server.send(
            server
                .request("/api/v1/live")
                .header("Authorization", with(KeyScope.READ).get("Authorization"))
                .GET());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("WebSocket");
  }

  @Test
  void onlySoManyMayWatch() {
    Connections connections =
        new Connections(new LiveSettings(3, 2, "poll"), new SimpleMeterRegistry());
    OrganizationId one = new OrganizationId(UUID.randomUUID());
    OrganizationId other = new OrganizationId(UUID.randomUUID());
    connections.acquire(one);
    connections.acquire(one);
    assertThatThrownBy(() -> connections.acquire(one))
        .isInstanceOf(MetaAgentException.class)
        .hasMessageContaining("This organization has 2");
    connections.acquire(other);
    assertThatThrownBy(() -> connections.acquire(other)).hasMessageContaining("This server has 3");
    connections.release(one);
    connections.acquire(other);
  }
}
