package dev.metaagent.sdk.internal.http;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Requests to one server with one key. Thread-safe; no method throws.
public final class Api {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client;
  private final String base;
  private final String key;
  private final String sdk;
  private final String instance;
  private final ServerClock clock;

  public Api(URI base, String key, String sdk, String instance, ServerClock clock) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    String text = base.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.key = key;
    this.sdk = sdk;
    this.instance = instance;
    this.clock = clock;
  }

  /// What tells this server and key from others, to be hashed.
  public String identity() {
    return base + "\0" + key;
  }

  public String base() {
    return base;
  }

  /// A part of a path or query.
  public static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("MetaAgent-Sdk", sdk)
            .header("MetaAgent-Instance", instance);
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  public Answer get(String path) {
    return send(request(path));
  }

  public Answer postJson(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
      response.headers().firstValue("Date").ifPresent(clock::answered);
      return new Answer(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      return Answer.none("no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.none("interrupted");
    }
  }

  /// Opens a stream of lines; completes when it ends, with its status or null.
  public CompletableFuture<@Nullable Integer> lines(
      HttpRequest.Builder request, Flow.Subscriber<String> lines) {
    return client
        .sendAsync(
            request.build(),
            response -> {
              response.headers().firstValue("Date").ifPresent(clock::answered);
              return response.statusCode() == 200
                  ? HttpResponse.BodySubscribers.fromLineSubscriber(lines)
                  : HttpResponse.BodySubscribers.replacing(null);
            })
        .handle((response, failure) -> response == null ? null : (Integer) response.statusCode());
  }
}
