package dev.metaagent.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A MetaAgent, asked over its API: in local mode without a credential, else with an admin key, and
/// within the example organization with the key that it gives for that.
final class Server {

  private static final int NOT_FOUND = 404;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// The organization of the example fleet.
  ///
  /// @param key the key of the fleet's agents
  record Example(String organization, String key) {}

  /// An agent as the server knows it.
  record Agent(String id, String status, Instant lastSeenAt) {}

  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private @Nullable String key;

  /// @param key an admin key; null in local mode
  Server(String address, @Nullable String key) {
    this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    this.key = key;
  }

  String address() {
    return address;
  }

  /// Makes the example organization if it is missing, with keys for its fleet, and enters it.
  Example open() throws IOException, InterruptedException {
    JsonNode made = call("POST", "/api/v1/example", Map.of("reason", "the example fleet starts"));
    Example example =
        new Example(made.at("/organization/id").asString(), made.get("key").asString());
    key = made.get("setupKey").asString();
    return example;
  }

  /// Removes the example organization, if there is one.
  void remove() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send("DELETE", "/api/v1/example?reason=the+example+fleet+starts+anew", null);
    if (answer.statusCode() != NOT_FOUND) {
      read("DELETE", "/api/v1/example", answer);
    }
  }

  /// The agents of the organization, by name.
  Map<String, Agent> agents() throws IOException, InterruptedException {
    Map<String, Agent> agents = new HashMap<>();
    for (JsonNode agent : call("GET", "/api/v1/agents", null).get("items")) {
      agents.put(
          agent.get("name").asString(),
          new Agent(
              agent.get("id").asString(),
              agent.get("status").asString(),
              Instant.parse(agent.get("lastSeenAt").asString())));
    }
    return agents;
  }

  /// When a version of a prompt was first seen.
  Optional<Instant> promptSeen(String prompt, String version, Instant from)
      throws IOException, InterruptedException {
    for (JsonNode change : call("GET", "/api/v1/changes?from=" + from, null).get("items")) {
      if (change.get("kind").asString().equals("prompt")
          && change.get("name").asString().equals(prompt)
          && change.get("to").asString().equals(version)) {
        return Optional.of(Instant.parse(change.get("at").asString()));
      }
    }
    return Optional.empty();
  }

  /// How many runs ended in a stretch of time.
  long executions(Instant from, Instant to) throws IOException, InterruptedException {
    return call("GET", "/api/v1/fleet?from=" + from + "&to=" + to, null).get("executions").asLong();
  }

  void objectives(Agent agent, double successRate, double latencyP95Ms)
      throws IOException, InterruptedException {
    call(
        "PUT",
        "/api/v1/agents/" + agent.id() + "/objectives",
        Map.of(
            "successRate", successRate,
            "latencyP95Ms", latencyP95Ms,
            "reason", "what the agency agreed with its clients"));
  }

  /// The number of the newest version of a prompt; 0 where there is no such prompt.
  int newestVersion(String prompt) throws IOException, InterruptedException {
    String path = "/api/v1/prompts/" + prompt + "?limit=1";
    HttpResponse<String> answer = send("GET", path, null);
    if (answer.statusCode() == NOT_FOUND) {
      return 0;
    }
    return read("GET", path, answer).get("latestVersion").asInt();
  }

  /// When a version of a prompt was added; empty where there is none.
  Optional<Instant> promptAdded(String prompt, int version)
      throws IOException, InterruptedException {
    if (newestVersion(prompt) < version) {
      return Optional.empty();
    }
    for (JsonNode item : call("GET", "/api/v1/prompts/" + prompt, null).get("versions")) {
      if (item.get("version").asInt() == version) {
        return Optional.of(Instant.parse(item.get("createdAt").asString()));
      }
    }
    return Optional.empty();
  }

  /// The number of the version that policies serve; 0 where there is none.
  int production(String prompt) throws IOException, InterruptedException {
    return call("GET", "/api/v1/prompts/" + prompt + "?limit=1", null)
        .at("/labels/production")
        .asInt(0);
  }

  /// Adds a version, which also makes the prompt.
  void addVersion(String prompt, String agent, String content, String reason)
      throws IOException, InterruptedException {
    call(
        "POST",
        "/api/v1/prompts/" + prompt + "/versions",
        Map.of("agent", agent, "content", content, "reason", reason));
  }

  void serve(String prompt, int version, String reason) throws IOException, InterruptedException {
    call(
        "PUT",
        "/api/v1/prompts/" + prompt + "/labels/production",
        Map.of("version", version, "reason", reason));
  }

  /// The rules on tools of all agents.
  void toolRules(List<Map<String, Object>> rules, String reason)
      throws IOException, InterruptedException {
    call("PUT", "/api/v1/fleet/tool-rules", Map.of("rules", rules, "reason", reason));
  }

  /// What a run of any agent may reach.
  void limits(int actions, int seconds, String costUsd, String reason)
      throws IOException, InterruptedException {
    call(
        "PUT",
        "/api/v1/fleet/limits",
        Map.of(
            "maxActions", actions,
            "maxSeconds", seconds,
            "maxCostUsd", costUsd,
            "reason", reason));
  }

  private JsonNode call(String method, String path, @Nullable Map<String, Object> body)
      throws IOException, InterruptedException {
    return read(method, path, send(method, path, body));
  }

  private HttpResponse<String> send(String method, String path, @Nullable Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(2));
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode read(String method, String path, HttpResponse<String> answer)
      throws IOException {
    if (answer.statusCode() >= 300) {
      throw new IOException(
          "%s %s was answered with %d: %s"
              .formatted(method, path, answer.statusCode(), detail(answer.body())));
    }
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }

  private static String detail(String body) {
    try {
      return JSON.readTree(body).path("detail").asString(body);
    } catch (JacksonException e) {
      return body.lines().findFirst().orElse("");
    }
  }
}
