package dev.metaagent.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The latency from the response to a POST, which means committed, to the frame at subscribed
/// clients: 50 agents, 100 clients, on one node and on two.
final class Live {

  private static final String TRACE =
      """
      {"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{"name":"bench"},"spans":[
      {"traceId":"<trace>","spanId":"00000000000000a1","name":"invoke_agent","startTimeUnixNano":"<begin>",
      "endTimeUnixNano":"<end>","attributes":[
      {"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},
      {"key":"gen_ai.agent.name","value":{"stringValue":"<agent>"}}]},
      {"traceId":"<trace>","spanId":"00000000000000a2","parentSpanId":"00000000000000a1","name":"chat gpt-4o",
      "startTimeUnixNano":"<begin>","endTimeUnixNano":"<end>","attributes":[
      {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
      {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},
      {"key":"gen_ai.usage.input_tokens","value":{"intValue":"1200"}},
      {"key":"gen_ai.usage.output_tokens","value":{"intValue":"80"}}]}]}]}]}
      """;

  /// A run that was sent.
  ///
  /// @param node to which node
  /// @param count which run of its agent it is
  private record Sent(String trace, String agent, int count, int node, long acknowledged) {}

  private final Server server;
  private final Options options;
  private final Map<String, Integer> sentOf = new HashMap<>();

  Live(Server server, Options options) {
    this.server = server;
    this.options = options;
  }

  void run(Result result) throws Exception {
    measure(result, "oneNode", List.of(server));
    Path folder = Files.createTempDirectory("metaagent-bench-node");
    Map<String, String> settings =
        Map.of("METAAGENT_DATABASE_URL", server.databaseUrl("postgres"), "METAAGENT_MODE", "local");
    try (Server other = Server.start(folder, settings)) {
      measure(result, "twoNodes", List.of(server, other));
    }
  }

  private void measure(Result result, String name, List<Server> nodes) throws Exception {
    int clients = (int) options.number("clients", 100);
    List<LiveClient> watching = new ArrayList<>();
    HttpClient client = HttpClient.newHttpClient();
    try {
      for (int i = 0; i < clients; i++) {
        watching.add(new LiveClient(client, nodes.get(i % nodes.size()).port()));
      }
      send(nodes, 5);
      List<Sent> sent = send(nodes, options.seconds("time", 60));
      Thread.sleep(3_000);
      for (int node = 0; node < nodes.size(); node++) {
        report(result, name, nodes.size(), node, watching, sent);
      }
      result.put(name + ".runs", sent.size());
      result.put(name + ".clients", clients);
    } finally {
      watching.forEach(LiveClient::close);
      client.shutdownNow();
    }
  }

  private List<Sent> send(List<Server> nodes, long seconds) throws Exception {
    long agents = options.number("agents", 50);
    long rate = options.number("rate", 25);
    List<Sent> sent = new ArrayList<>();
    List<Sender> senders = new ArrayList<>();
    nodes.forEach(node -> senders.add(Sender.Http.json(node.port())));
    try {
      long began = System.nanoTime();
      for (int number = 0; number < seconds * rate; number++) {
        long due = began + number * 1_000_000_000L / rate;
        Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        sent.add(send(senders, "bench agent " + number % agents, number % nodes.size()));
      }
    } finally {
      for (Sender sender : senders) {
        sender.close();
      }
    }
    return sent;
  }

  private Sent send(List<Sender> senders, String agent, int node)
      throws InterruptedException, IOException {
    String trace = UUID.randomUUID().toString().replace("-", "");
    long now = Pump.now();
    String body =
        TRACE
            .replace("\n", "")
            .replace("<trace>", trace)
            .replace("<agent>", agent)
            .replace("<begin>", Long.toString(now - 900_000_000L))
            .replace("<end>", Long.toString(now));
    Sender.Answer answer = senders.get(node).send(body.getBytes(StandardCharsets.UTF_8));
    long acknowledged = System.nanoTime();
    if (!answer.acknowledged()) {
      throw new IOException("refused: " + answer);
    }
    int count = sentOf.merge(agent, 1, Integer::sum);
    return new Sent(trace, agent, count, node, acknowledged);
  }

  /// Times of the clients of one node, for runs that were sent to it and to the other one.
  private static void report(
      Result result, String name, int nodes, int node, List<LiveClient> clients, List<Sent> sent) {
    for (boolean own : nodes == 1 ? List.of(true) : List.of(true, false)) {
      Times runs = new Times();
      Times actions = new Times();
      Times health = new Times();
      long missing = 0;
      for (int i = node; i < clients.size(); i += nodes) {
        LiveClient client = clients.get(i);
        for (Sent run : sent) {
          if (own == (run.node() == node)) {
            missing += add(runs, client.runs().get(run.trace()), run) ? 0 : 1;
            missing += add(actions, client.actions().get(run.trace()), run) ? 0 : 1;
            add(health, received(client, run), run);
          }
        }
      }
      String prefix =
          nodes == 1
              ? name
              : String.format(
                  Locale.ROOT, "%s.%d.%s", name, node + 1, own ? "ownRuns" : "otherRuns");
      put(result, prefix + ".runMs", runs);
      put(result, prefix + ".actionMs", actions);
      put(result, prefix + ".healthMs", health);
      result.put(prefix + ".missing", missing);
    }
  }

  private static boolean add(Times times, @Nullable Long received, Sent run) {
    if (received != null) {
      times.add(Math.max(0, received - run.acknowledged()));
    }
    return received != null;
  }

  /// When the client received an agent with this run or a later one.
  private static @Nullable Long received(LiveClient client, Sent run) {
    @Nullable Long first = null;
    for (int count = run.count(); count < run.count() + 8; count++) {
      Long at = client.counts().get(run.agent() + "=" + count);
      if (at != null && (first == null || at < first)) {
        first = at;
      }
    }
    return first;
  }

  private static void put(Result result, String name, Times times) {
    result.put(name + ".p50", times.milliseconds(0.50));
    result.put(name + ".p99", times.milliseconds(0.99));
  }
}
