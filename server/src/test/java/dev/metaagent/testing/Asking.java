package dev.metaagent.testing;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An organization of its own on the running server: sends runs over OTLP and asks for them over
/// HTTP.
public final class Asking {

  private static final TestServer SERVER = TestServer.remote();

  private final OrganizationId organization = TestKeys.organization(SERVER);
  private final String key = TestKeys.key(SERVER, organization, KeyScope.ADMIN);
  private final String readKey = TestKeys.key(SERVER, organization, KeyScope.READ);

  public OrganizationId organization() {
    return organization;
  }

  /// A bean of the server.
  public <T> T bean(Class<T> type) {
    return SERVER.bean(type);
  }

  /// Sends runs in one request.
  public void send(SentRun... runs) {
    List<Map<String, Object>> spans = new ArrayList<>();
    for (SentRun run : runs) {
      spans.addAll(run.spans());
    }
    post(spans);
  }

  /// Sends a run of another agent that one action of a run began.
  public void sendBelow(SentRun outer, String agent, int action) {
    SentRun inner = SentRun.of(agent, outer.startedAt().plusMillis(30));
    List<Map<String, Object>> spans = new ArrayList<>();
    for (Map<String, Object> span : inner.spans()) {
      Map<String, Object> below = new HashMap<>(span);
      below.put("traceId", outer.trace());
      below.put("spanId", inNumbers(span.get("spanId"), 0x100));
      String parent = String.valueOf(span.get("parentSpanId"));
      below.put(
          "parentSpanId", parent.isEmpty() ? SentRun.spanId(action) : inNumbers(parent, 0x100));
      spans.add(below);
    }
    post(spans);
  }

  private static String inNumbers(@Nullable Object span, int added) {
    return SentRun.spanId(Integer.parseInt(String.valueOf(span), 16) + added);
  }

  /// Sends spans in one request.
  public void post(List<Map<String, Object>> spans) {
    Map<String, Object> body =
        Map.of(
            "resourceSpans",
            List.of(
                Map.of(
                    "resource", Map.of("attributes", List.of()),
                    "scopeSpans",
                        List.of(Map.of("scope", Map.of("name", "test"), "spans", spans)))));
    post("/v1/traces", "application/json", JsonMapper.shared().writeValueAsBytes(body));
  }

  /// Sends telemetry as it is.
  public void post(String path, String type, byte[] body) {
    HttpResponse<String> response =
        SERVER.send(
            SERVER
                .request(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body)));
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
  }

  public HttpResponse<String> raw(String path) {
    return SERVER.send(SERVER.request(path).header("Authorization", "Bearer " + key).GET());
  }

  /// What a path answers to an administrator.
  public JsonNode get(String path) {
    return answered(raw(path));
  }

  /// What a path answers to somebody who may only read.
  public JsonNode getAsReader(String path) {
    return answered(
        SERVER.send(SERVER.request(path).header("Authorization", "Bearer " + readKey).GET()));
  }

  public HttpResponse<String> send(String method, String path, String json) {
    return SERVER.send(
        SERVER
            .request(path)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json)));
  }

  /// The names of the executions that a query finds.
  public List<String> names(String query) {
    return texts(get("/api/v1/executions?" + query), "name");
  }

  public static List<String> texts(JsonNode page, String field) {
    return StreamSupport.stream(page.get("items").spliterator(), false)
        .map(item -> item.get(field).asString())
        .toList();
  }

  /// Waits for what jobs do soon.
  public static void eventually(BooleanSupplier done) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("did not happen within 30 s");
      }
      Thread.sleep(50);
    }
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode answered(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return JsonMapper.shared().readTree(response.body());
  }
}
