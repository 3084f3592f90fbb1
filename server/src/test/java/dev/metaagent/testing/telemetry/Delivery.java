package dev.metaagent.testing.telemetry;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Sends what the agents of one organization send to servers over HTTP.
public final class Delivery {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  private final List<TestServer> servers;
  private final String key;

  public Delivery(OrganizationId organization, TestServer... servers) {
    this.servers = List.of(servers);
    this.key = TestKeys.key(servers[0], organization, KeyScope.ADMIN);
  }

  /// In the given order, in as few requests as its kinds allow.
  public void whole(List<Sent> sent) {
    int from = 0;
    while (from < sent.size()) {
      int to = from + 1;
      while (to < sent.size()
          && (sent.get(to) instanceof Sent.OfTrace || sent.get(to) instanceof Sent.OfLog)) {
        to++;
      }
      send(servers.getFirst(), sent.subList(from, to));
      from = to;
    }
  }

  /// A tenth of it twice, shuffled or from back to front, in parts of random size, from four
  /// threads to all servers.
  public void torn(List<Sent> sent, Random random) throws InterruptedException, ExecutionException {
    List<Sent> all = new ArrayList<>(sent);
    sent.stream().filter(piece -> random.nextInt(10) == 0).forEach(all::add);
    if (random.nextInt(3) > 0) {
      Collections.shuffle(all, random);
    } else {
      Collections.reverse(all);
    }
    int largest = 1 + random.nextInt(40);
    List<Future<?>> parts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int at = 0; at < all.size(); ) {
        int end = Math.min(all.size(), at + 1 + random.nextInt(largest));
        List<Sent> part = List.copyOf(all.subList(at, end));
        TestServer server = servers.get(random.nextInt(servers.size()));
        parts.add(threads.submit(() -> send(server, part)));
        at = end;
      }
    }
    for (Future<?> part : parts) {
      part.get();
    }
  }

  private void send(TestServer server, List<Sent> part) {
    ExportTraceServiceRequest.Builder spans = ExportTraceServiceRequest.newBuilder();
    ExportLogsServiceRequest.Builder logs = ExportLogsServiceRequest.newBuilder();
    List<String> runs = new ArrayList<>();
    List<String> outcomes = new ArrayList<>();
    for (Sent piece : part) {
      switch (piece) {
        case Sent.OfTrace(var resource, var scope, var span) ->
            spans
                .addResourceSpansBuilder()
                .setResource(resource)
                .addScopeSpansBuilder()
                .setScope(scope)
                .addSpans(span);
        case Sent.OfLog(var resource, var scope, var entry) ->
            logs.addResourceLogsBuilder()
                .setResource(resource)
                .addScopeLogsBuilder()
                .setScope(scope)
                .addLogRecords(entry);
        case Sent.OfRun(String json) -> runs.add(json);
        case Sent.OfOutcome(String json) -> outcomes.add(json);
      }
    }
    if (logs.getResourceLogsCount() > 0) {
      post(server, "/v1/logs", PROTOBUF, BodyPublishers.ofByteArray(logs.build().toByteArray()));
    }
    if (spans.getResourceSpansCount() > 0) {
      post(server, "/v1/traces", PROTOBUF, BodyPublishers.ofByteArray(spans.build().toByteArray()));
    }
    runs.forEach(run -> post(server, "/api/v1/executions", JSON, BodyPublishers.ofString(run)));
    outcomes.forEach(
        outcome -> post(server, "/api/v1/outcomes", JSON, BodyPublishers.ofString(outcome)));
  }

  private void post(TestServer server, String path, String type, BodyPublisher body) {
    HttpResponse<String> response =
        server.send(
            server
                .request(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", type)
                .POST(body));
    boolean refused = response.body().contains("\"refused\"");
    if (response.statusCode() != 200 || refused) {
      throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
    }
  }
}
