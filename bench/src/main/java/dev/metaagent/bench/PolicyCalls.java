package dev.metaagent.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Requests about policies.
final class PolicyCalls {

  private final HttpClient client;
  private final String address;

  PolicyCalls(HttpClient client, int port) {
    this.client = client;
    this.address = "http://127.0.0.1:" + port;
  }

  static String agent(int number) {
    return "bench-agent-" + number;
  }

  void put(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + " answered " + answer.statusCode() + answer.body());
    }
  }

  /// The policy of an agent.
  ///
  /// @param held the ETag of what the reader holds; null: nothing
  HttpResponse<byte[]> policy(int agent, @Nullable String held)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/agents/" + agent(agent) + "/policy"))
            .timeout(Duration.ofSeconds(30));
    if (held != null) {
      request.header("If-None-Match", held);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }
}
