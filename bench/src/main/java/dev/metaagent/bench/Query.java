package dev.metaagent.bench;

import dev.metaagent.bench.traffic.Load;
import dev.metaagent.bench.traffic.TraceTemplate.Encoding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long the questions of the dashboard take over what is stored (`stored=1000000`, sent through
/// the OTLP endpoint first), one after the other.
final class Query {

  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final int TIMES = 60;

  private final Server server;
  private final Options options;

  Query(Server server, Options options) {
    this.server = server;
    this.options = options;
  }

  void run(Result result) throws Exception {
    fill();
    // words and buckets are filled behind the intake
    Thread.sleep(options.seconds("settle", 20) * 1_000);
    try (var database = server.superuser()) {
      result.put("storedActions", Stored.actions(database));
    }
    String agent = first("/api/v1/agents?limit=1");
    String execution = first("/api/v1/executions?limit=1");
    for (Map.Entry<String, String> question : questions(agent, execution).entrySet()) {
      measure(result, question.getKey(), question.getValue());
    }
  }

  private void fill() throws Exception {
    long wanted = options.number("stored", 1_000_000);
    Load load = new Load(11, Encoding.PROTOBUF, 10);
    try (Pump pump = new Pump(load, () -> Sender.Http.protobuf(server.port()), 8, 0)) {
      while (pump.acknowledged() < wanted) {
        Thread.sleep(200);
        if (pump.refused() > 0) {
          throw new IllegalStateException("The server refuses the load: " + pump.problem());
        }
      }
    }
  }

  private static Map<String, String> questions(String agent, String execution) {
    Map<String, String> questions = new LinkedHashMap<>();
    questions.put("fleet", "/api/v1/fleet?from=-1h");
    questions.put("agents", "/api/v1/agents?include=ribbon&from=-6h");
    questions.put("agent", "/api/v1/agents/" + agent);
    questions.put("agentMetrics", "/api/v1/agents/" + agent + "/metrics?from=-24h");
    questions.put("metricsByModel", "/api/v1/metrics?from=-24h&by=model");
    questions.put("executions", "/api/v1/executions?limit=100");
    questions.put("executionsOfAnAgent", "/api/v1/executions?limit=100&agent=" + agent);
    questions.put("executionsFailed", "/api/v1/executions?limit=100&failed=true");
    questions.put("executionsByText", "/api/v1/executions?limit=50&q=shipment");
    questions.put("histogram", "/api/v1/executions/histogram?from=-24h");
    questions.put("facets", "/api/v1/executions/facets?from=-24h");
    questions.put("execution", "/api/v1/executions/" + execution);
    questions.put("executionActions", "/api/v1/executions/" + execution + "/actions?parent=all");
    questions.put("actionsOfAKind", "/api/v1/actions?kind=tool&limit=100");
    questions.put("dependencies", "/api/v1/dependencies");
    return questions;
  }

  private String first(String path) throws Exception {
    String body = server.get(path).body();
    Matcher id = ID.matcher(body);
    if (!id.find()) {
      throw new IllegalStateException("no id in the answer to " + path + ": " + body);
    }
    return id.group(1);
  }

  private void measure(Result result, String name, String path) throws Exception {
    Times times = new Times();
    for (int time = 0; time < TIMES + 10; time++) {
      long began = System.nanoTime();
      var answer = server.get(path);
      if (answer.statusCode() != 200) {
        result.put(name + ".status", answer.statusCode());
        return;
      }
      if (time >= 10) {
        times.add(System.nanoTime() - began);
      }
    }
    result.put(name + ".ms.p50", times.milliseconds(0.50));
    result.put(name + ".ms.p95", times.milliseconds(0.95));
  }
}
