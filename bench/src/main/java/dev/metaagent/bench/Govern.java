package dev.metaagent.bench;

import dev.metaagent.bench.Result.Better;
import dev.metaagent.bench.Result.Entry;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Policies as SDKs use them: how long reading one takes at given rates, nine of ten times with the
/// version that the reader holds already, and how long a change needs to reach the last of many
/// streams, on one node and on two with one database. The fleet has 100 rules on tools. Then the
/// SDKs that are here measure themselves.
final class Govern {

  private static final int RULES = 100;

  private final Server server;
  private final Path jar;
  private final Options options;

  Govern(Server server, Path jar, Options options) {
    this.server = server;
    this.jar = jar;
    this.options = options;
  }

  void run(Result result) throws Exception {
    int agents = (int) options.number("agents", 100);
    try (HttpClient client = HttpClient.newHttpClient()) {
      PolicyCalls calls = new PolicyCalls(client, server.port());
      calls.put("/api/v1/fleet/tool-rules", "{\"reason\":\"bench\",\"rules\":[" + rules() + "]}");
      for (int agent = 0; agent < agents; agent++) {
        calls.put(
            "/api/v1/agents/" + PolicyCalls.agent(agent) + "/limits",
            "{\"reason\":\"bench\",\"maxActions\":50}");
      }
      new PolicyReads(calls, agents).run(1_000, 10);
      read(result, calls, agents, 500, 5);
      read(result, calls, agents, 2_000, 0);
      push(result, client, calls, agents, List.of(server), "pushToLastStream");
      if (options.number("nodes", 2) > 1) {
        pushFromTwoNodes(result, client, calls, agents);
      }
    }
    if (options.number("sdks", 1) > 0) {
      new SdkNumbers(result, (int) options.number("runs", 3)).run(server.data().resolve("sdks"));
    }
  }

  /// The streams are shared by two servers with one database; one of them is told of the change.
  private void pushFromTwoNodes(Result result, HttpClient client, PolicyCalls calls, int agents)
      throws Exception {
    Path data = Files.createDirectories(server.data().resolve("second"));
    Path secret = server.data().resolve("secret");
    if (Files.exists(secret)) {
      Files.copy(secret, data.resolve("secret"), StandardCopyOption.REPLACE_EXISTING);
    }
    Map<String, String> shared =
        Map.of("METAAGENT_DATABASE_URL", server.databaseUrl("postgres"), "METAAGENT_MODE", "local");
    try (Server second = Server.start(jar, data, shared)) {
      push(result, client, calls, agents, List.of(server, second), "pushToLastStreamTwoNodes");
    }
  }

  private void read(Result result, PolicyCalls calls, int agents, int rate, double aim)
      throws Exception {
    PolicyReads reads = new PolicyReads(calls, agents);
    reads.run(rate, (int) options.seconds("seconds", 15));
    String name = "policyRead" + rate;
    Entry p99 =
        Entry.of(name + "P99", reads.times().milliseconds(0.99), "ms", Better.lower)
            .samples(reads.times().count());
    result.put(
        Entry.of(name + "P50", reads.times().milliseconds(0.50), "ms", Better.lower)
            .samples(reads.times().count()));
    result.put(aim > 0 ? p99.aiming(aim) : p99);
    result.put(
        Entry.of(name + "PerSecond", reads.perSecond(), "requests/s", Better.higher).aiming(rate));
    result.put(
        Entry.of(name + "Errors", (double) reads.errors(), "requests", Better.lower).aiming(0));
  }

  private void push(
      Result result,
      HttpClient client,
      PolicyCalls calls,
      int agents,
      List<Server> nodes,
      String name)
      throws Exception {
    int connections = (int) options.number("streams", 200);
    int changes = (int) options.number("changes", 10);
    List<PolicyStreamClient> streams = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int port = nodes.get(i % nodes.size()).port();
      streams.add(new PolicyStreamClient(client, port, i / nodes.size() % agents));
    }
    for (PolicyStreamClient stream : streams) {
      stream.await("\"version\":", System.nanoTime());
    }
    Times last = new Times();
    for (int change = 0; change < changes; change++) {
      String marker = "\"maxSeconds\":" + (1_000 * nodes.size() + change);
      long began = System.nanoTime();
      calls.put("/api/v1/fleet/limits", "{\"reason\":\"bench\"," + marker + "}");
      long slowest = 0;
      for (PolicyStreamClient stream : streams) {
        slowest = Math.max(slowest, stream.await(marker, began));
      }
      last.add(slowest);
    }
    streams.forEach(PolicyStreamClient::close);
    result.put(
        Entry.of(name + "P50", last.milliseconds(0.50), "ms", Better.lower).samples(changes));
    result.put(
        Entry.of(name + "Max", last.milliseconds(1), "ms", Better.lower)
            .samples(changes)
            .aiming(1_000));
  }

  private static String rules() {
    return IntStream.range(0, RULES)
        .mapToObj(i ->
            """
            {"id":"r%d","tool":"mail.%d.*","effect":"ask","when":{"all":[{"path":"amount","op":"gt","value":%d}]}}\
            """
                .formatted(i, i, 200 + i))
        .collect(Collectors.joining(","));
  }
}
