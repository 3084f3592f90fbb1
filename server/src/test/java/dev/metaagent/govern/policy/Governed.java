package dev.metaagent.govern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.policy.document.Documents;
import dev.metaagent.policy.document.Policy;
import dev.metaagent.policy.document.Verdict;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.signing.KeyItem;
import dev.metaagent.policy.signing.TrustedKeys;
import dev.metaagent.testing.Governing;
import dev.metaagent.testing.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A fresh organization with an SDK, and what its policies are.
public final class Governed {

  private final TestServer server = TestServer.remote();
  private final Governing governing = new Governing();

  public TestServer server() {
    return server;
  }

  public OrganizationId organization() {
    return governing.organization();
  }

  public String admin() {
    return governing.admin();
  }

  public String viewer() {
    return governing.viewer();
  }

  public String sdk() {
    return governing.agent();
  }

  /// A key of the scope agent that is bound to some agents.
  public String boundTo(String... agents) {
    return governing.boundTo(agents);
  }

  public static String name(String what) {
    return what + "-" + UUID.randomUUID();
  }

  public static String path(String agent) {
    return "/api/v1/agents/"
        + URLEncoder.encode(agent, StandardCharsets.UTF_8).replace("+", "%20")
        + "/policy";
  }

  public HttpRequest.Builder request(String key, String path) {
    return server.request(path).header("Authorization", "Bearer " + key);
  }

  public HttpResponse<String> get(String key, String path, String... headers) {
    HttpRequest.Builder request = request(key, path).GET();
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return server.send(request);
  }

  public HttpResponse<String> send(String key, String method, String path, String json) {
    return governing.send(key, method, path, json);
  }

  /// Sets the limit of actions of an agent as an administrator.
  public void limit(String agent, int actions) {
    HttpResponse<String> set =
        send(
            admin(),
            "PUT",
            path(agent).replace("/policy", "/limits"),
            "{\"maxActions\": " + actions + ", \"reason\": \"a test\"}");
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
  }

  public HttpResponse<String> policy(String agent) {
    HttpResponse<String> answer = get(sdk(), path(agent));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  public JsonNode json(String agent) {
    return TestServer.json(policy(agent));
  }

  /// What an SDK reads, after the checks that it makes.
  public Policy taken(String agent) {
    return taken(policy(agent).body(), agent, keys(), null);
  }

  public static Policy taken(
      String document, String agent, TrustedKeys keys, @Nullable Long heldVersion) {
    Verdict verdict = Documents.judge(document, agent, heldVersion, keys, Instant.now());
    assertThat(verdict).as(document).isInstanceOf(Verdict.Accepted.class);
    return ((Verdict.Accepted) verdict).policy();
  }

  public TrustedKeys keys() {
    return TrustedKeys.of(List.of(), List.of(), keyItems());
  }

  public List<KeyItem> keyItems() {
    Object answer = Objects.requireNonNull(Json.parse(get(sdk(), "/api/v1/policy/keys").body()));
    List<KeyItem> items = new ArrayList<>();
    for (Object item : (List<?>) Objects.requireNonNull(((Map<?, ?>) answer).get("items"))) {
      items.add(KeyItem.parse("items", item));
    }
    return items;
  }
}
