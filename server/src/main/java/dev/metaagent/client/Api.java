package dev.metaagent.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API of a server over HTTP.
final class Api implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String address;
  private final @Nullable String key;

  private Api(String address, @Nullable String key) {
    this.address = address;
    this.key = key;
  }

  static Api of(Map<String, String> environment) {
    String url = environment.getOrDefault("METAAGENT_URL", "").strip();
    String key = environment.getOrDefault("METAAGENT_KEY", "").strip();
    String address = url.isEmpty() ? "http://localhost:8080" : url.replaceAll("/+$", "");
    return new Api(address, key.isEmpty() ? null : key);
  }

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  JsonNode post(String path, Map<String, ?> body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /// A text as one segment of a path, or one value of a query.
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(address + "/api/v1" + path)).timeout(PATIENCE);
      return key == null ? request : request.header("Authorization", "Bearer " + key);
    } catch (IllegalArgumentException e) {
      throw new ClientCommand.WrongUse("METAAGENT_URL is no address: " + address);
    }
  }

  private JsonNode send(HttpRequest.Builder request) {
    HttpResponse<String> response;
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new ClientCommand.Refused(
          "No server answers at " + address + " (METAAGENT_URL): " + cause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientCommand.Refused("interrupted");
    }
    JsonNode body = read(response);
    if (response.statusCode() >= 400) {
      String detail = body.path("detail").asString("");
      throw new ClientCommand.Refused(
          detail.isEmpty() ? "The server answered " + response.statusCode() + "." : detail);
    }
    return body;
  }

  /// What went wrong, in words: the exceptions of connections mostly bring none.
  private static String cause(IOException e) {
    String message = e.getMessage();
    return switch (e) {
      case HttpTimeoutException _ -> "no answer within " + PATIENCE.toSeconds() + " s";
      case ConnectException _ when message == null -> "the connection is refused";
      default -> message == null ? e.getClass().getSimpleName() : message;
    };
  }

  private JsonNode read(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new ClientCommand.Refused(
          address
              + " answered "
              + response.statusCode()
              + " and no JSON: is it MetaAgent (METAAGENT_URL)?");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
