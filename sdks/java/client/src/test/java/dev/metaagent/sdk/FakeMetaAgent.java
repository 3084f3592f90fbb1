package dev.metaagent.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.metaagent.policy.Fields;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.signing.KeyItem;
import dev.metaagent.policy.signing.SigningKey;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A server of the protocol in memory, that signs its policies.
public final class FakeMetaAgent implements AutoCloseable {

  /// A request for telemetry with the headers that tell gaps.
  public record Traces(
      String instance, String sequence, String dropped, List<ResourceSpans> resourceSpans) {}

  public final SigningKey key = SigningKey.generate();
  public final List<Traces> traces = new CopyOnWriteArrayList<>();
  public final List<Map<?, ?>> approvals = new CopyOnWriteArrayList<>();
  public final List<Map<?, ?>> outcomes = new CopyOnWriteArrayList<>();
  public final List<String> requests = new CopyOnWriteArrayList<>();
  public final List<String> refusedCounts = new CopyOnWriteArrayList<>();
  public final Map<String, String> approvalStates = new ConcurrentHashMap<>();

  /// Policies are answered once this is open.
  public volatile CountDownLatch gate = new CountDownLatch(0);

  public volatile int tracesStatus = 200;
  public volatile int approvalsStatus = 201;
  public volatile SigningKey signer = key;
  private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final HttpServer server;

  public FakeMetaAgent() throws IOException {
    this(0);
  }

  public FakeMetaAgent(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          return thread;
        }));
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// Publishes a policy: the defaults, with these fields in their place.
  public void publish(String agent, long version, Map<String, ? extends @Nullable Object> fields) {
    String document = document(agent, version, fields);
    documents.put(agent, document);
    send("policy", document);
  }

  public String document(
      String agent, long version, Map<String, ? extends @Nullable Object> fields) {
    Map<String, @Nullable Object> policy = new LinkedHashMap<>();
    Map<String, @Nullable Object> who = new LinkedHashMap<>();
    who.put("id", null);
    who.put("name", agent);
    policy.put("agent", who);
    policy.put("version", version);
    policy.put("issuedAt", Instant.now().minusSeconds(60).toString());
    policy.put("maxAgeSeconds", 3600);
    policy.put("afterMaxAge", "closed");
    policy.putAll(fields);
    return Json.write(signer.signed(policy));
  }

  public void send(String event, String data) {
    for (OutputStream stream : streams) {
      write(stream, "id: 1\nevent: " + event + "\ndata: " + data + "\n\n");
    }
  }

  public boolean isStreamed() {
    return !streams.isEmpty();
  }

  public List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (Traces request : traces) {
      for (ResourceSpans resource : request.resourceSpans()) {
        resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
      }
    }
    return spans;
  }

  public Span span(String name) {
    return spans().stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  public static @Nullable String attribute(Span span, String name) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .map(attribute ->
            switch (attribute.getValue().getValueCase()) {
              case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
              case BOOL_VALUE -> Boolean.toString(attribute.getValue().getBoolValue());
              default -> attribute.getValue().getStringValue();
            })
        .findFirst()
        .orElse(null);
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    String refused = exchange.getRequestHeaders().getFirst("MetaAgent-Refused");
    if (refused != null) {
      refusedCounts.add(refused);
    }
    if (path.equals("/api/v1/policy/stream")) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      write(exchange.getResponseBody(), "event: ping\ndata: {}\n\n");
      streams.add(exchange.getResponseBody());
    } else if (path.equals("/api/v1/policy/keys")) {
      answer(exchange, 200, keys());
    } else if (path.endsWith("/policy")) {
      pass(gate);
      policy(
          exchange, path.substring("/api/v1/agents/".length(), path.length() - "/policy".length()));
    } else if (path.equals("/v1/traces")) {
      takeTraces(exchange);
    } else if (path.equals("/api/v1/approvals")) {
      approvals.add(body(exchange));
      answer(exchange, approvalsStatus, "{}");
    } else if (path.startsWith("/api/v1/approvals/")) {
      String id = path.substring("/api/v1/approvals/".length());
      String state = approvalStates.getOrDefault(id, "pending");
      answer(exchange, 200, "{\"id\": \"" + id + "\", \"state\": \"" + state + "\"}");
    } else if (path.equals("/api/v1/outcomes")) {
      outcomes.add(body(exchange));
      answer(exchange, 200, "{}");
    } else {
      answer(exchange, 404, "{}");
    }
  }

  private String keys() {
    KeyItem item = KeyItem.of(key, "2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z", null);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("items", List.of(item.toJson()));
    return Json.write(answer);
  }

  private void policy(HttpExchange exchange, String agent) throws IOException {
    String document = documents.get(agent);
    if (document == null) {
      answer(exchange, 503, "{}");
      return;
    }
    String etag = "\"" + Fields.of("", Json.parse(document)).integer("version", 1) + "\"";
    exchange.getResponseHeaders().set("ETag", etag);
    if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      exchange.close();
    } else {
      answer(exchange, 200, document);
    }
  }

  private void takeTraces(HttpExchange exchange) throws IOException {
    byte[] bytes = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
    if (tracesStatus == 200) {
      traces.add(
          new Traces(
              exchange.getRequestHeaders().getFirst("MetaAgent-Instance"),
              exchange.getRequestHeaders().getFirst("MetaAgent-Sequence"),
              exchange.getRequestHeaders().getFirst("MetaAgent-Dropped"),
              ExportTraceServiceRequest.parseFrom(bytes).getResourceSpansList()));
    }
    answer(exchange, tracesStatus, "");
  }

  private static Map<?, ?> body(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    return Json.parse(text) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void write(OutputStream stream, String text) {
    try {
      stream.write(text.getBytes(UTF_8));
      stream.flush();
    } catch (IOException e) {
      // the client went away
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
