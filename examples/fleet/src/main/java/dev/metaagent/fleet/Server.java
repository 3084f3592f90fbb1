package dev.metaagent.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A MetaAgent in local mode, asked over its API as its dashboard asks it.
final class Server {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// The organization of the example fleet.
  record Example(String organization, String key) {}

  /// An agent as the server knows it.
  record Agent(String id, String status, Instant lastSeenAt) {}

  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private @Nullable String cookie;

  Server(String address) {
    this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  String address() {
    return address;
  }

  /// Makes the example organization if it is missing, with a key for its fleet, and enters it.
  Example open() throws IOException, InterruptedException {
    JsonNode made = call("POST", "/api/v1/example", Map.of("reason", "the example fleet starts"));
    Example example =
        new Example(made.at("/organization/id").asString(), made.get("key").asString());
    call("PUT", "/api/v1/session/organization", Map.of("id", example.organization()));
    return example;
  }

  /// Removes the example organization and waits until it is gone.
  void remove() throws IOException, InterruptedException {
    call("DELETE", "/api/v1/example?reason=the+example+fleet+starts+anew", null);
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

  private JsonNode call(String method, String path, @Nullable Map<String, Object> body)
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
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    answer.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", 2)[0]);
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
