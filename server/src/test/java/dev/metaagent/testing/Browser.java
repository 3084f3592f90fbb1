package dev.metaagent.testing;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A browser as far as a session needs one: it keeps cookies and says which page asks.
public final class Browser {

  private final TestServer server;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private @Nullable String origin;

  public Browser(TestServer server) {
    this.server = server;
    this.origin = "http://localhost:" + server.port();
  }

  /// From now on a page of this origin asks.
  public Browser at(@Nullable String other) {
    this.origin = other;
    return this;
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, null);
  }

  public HttpResponse<String> post(String path, String json) {
    return send("POST", path, json);
  }

  public HttpResponse<String> send(String method, String path, @Nullable String json) {
    HttpRequest.Builder request = server.request(path);
    if (!cookies.isEmpty()) {
      StringBuilder header = new StringBuilder();
      cookies.forEach((name, value) ->
          header.append(header.isEmpty() ? "" : "; ").append(name).append('=').append(value));
      request.header("Cookie", header.toString());
    }
    if (origin != null && !method.equals("GET")) {
      request.header("Origin", origin);
    }
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        method,
        json == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json));
    HttpResponse<String> response = server.send(request);
    response.headers().allValues("Set-Cookie").forEach(this::keep);
    return response;
  }

  private void keep(String cookie) {
    String pair = cookie.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('='));
    String value = pair.substring(pair.indexOf('=') + 1);
    if (value.isEmpty()) {
      cookies.remove(name);
    } else {
      cookies.put(name, value);
    }
  }

  /// Everything the browser holds.
  public Map<String, String> cookies() {
    return cookies;
  }

  public JsonNode status() {
    return TestServer.json(get("/api/v1/status"));
  }
}
