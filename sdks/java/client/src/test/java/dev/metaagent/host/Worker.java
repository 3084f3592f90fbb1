package dev.metaagent.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metaagent.sdk.Action;
import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Execution;
import dev.metaagent.sdk.Guarded;
import dev.metaagent.sdk.MetaAgent;
import dev.metaagent.sdk.PolicyStatus;
import dev.metaagent.sdk.Prompt;
import dev.metaagent.sdk.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A process of a host that does what a test says, line by line: `{"id", "do", ...}` in, `{"id",
/// ...}` out. See `sdks/e2e`.
public final class Worker {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// A run, and the thread on which it begins and ends.
  private record Run(Execution execution, ExecutorService thread) {}

  private final MetaAgent client;
  private final Agent agent;
  private final Map<String, Run> runs = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
      });

  private Worker(MetaAgent client, String agent) {
    this.client = client;
    this.agent = client.agent(agent);
  }

  public static void main(String[] arguments) throws IOException {
    try (MetaAgent client = MetaAgent.connect();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Worker worker = new Worker(client, arguments[0]);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode order = JSON.readTree(line);
        worker.threads.execute(() -> worker.handle(order));
      }
    }
    System.exit(0);
  }

  private void handle(JsonNode order) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("id", order.get("id").intValue());
    try {
      said.putAll(answer(order));
    } catch (Exception e) {
      said.put("error", e.toString());
    }
    say(said);
  }

  private static synchronized void say(Map<String, @Nullable Object> what) {
    try {
      System.out.println(JSON.writeValueAsString(what));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, @Nullable Object> answer(JsonNode order) throws Exception {
    return switch (order.get("do").textValue()) {
      case "status" -> status();
      case "prompt" -> prompt();
      case "begin" -> begin();
      case "call" -> {
        Run run = run(order);
        Future<Map<String, @Nullable Object>> called =
            run.thread.submit(() -> call(run.execution, order));
        yield called.get();
      }
      case "model" -> {
        Run run = run(order);
        yield run.thread.submit(() -> model(run.execution)).get();
      }
      case "end" -> {
        Run run = run(order);
        run.thread.submit(run.execution::close).get();
        run.thread.shutdown();
        yield Map.of();
      }
      case "load" -> load(order);
      case "flush" -> Map.of("flushed", client.flush(seconds(order, "seconds")));
      default -> throw new IllegalArgumentException(order.toString());
    };
  }

  private Map<String, @Nullable Object> status() {
    PolicyStatus status = agent.policy().status();
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("version", status.version());
    said.put("source", status.source());
    said.put("problems", status.problems());
    return said;
  }

  private Map<String, @Nullable Object> prompt() {
    Prompt prompt = agent.policy().prompt("e2e/" + agent.name(), "default");
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("text", prompt.render(Map.of("name", "Ada")).text());
    said.put("version", prompt.version());
    return said;
  }

  private Map<String, @Nullable Object> begin() throws Exception {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(task -> {
          Thread daemon = new Thread(task);
          daemon.setDaemon(true);
          return daemon;
        });
    Execution execution = thread.submit(() -> agent.execution("begin")).get();
    runs.put(execution.id(), new Run(execution, thread));
    Map<String, @Nullable Object> said = refusal(execution.refusal());
    said.put("run", execution.id());
    return said;
  }

  private Run run(JsonNode order) {
    Run run = runs.get(order.get("run").textValue());
    if (run == null) {
      throw new IllegalArgumentException("no such run");
    }
    return run;
  }

  private static Map<String, @Nullable Object> call(Execution execution, JsonNode order) {
    Map<?, ?> arguments = JSON.convertValue(order.get("args"), Map.class);
    return call(execution, order.get("tool").textValue(), arguments);
  }

  private static Map<String, @Nullable Object> call(
      Execution execution, String tool, Map<?, ?> arguments) {
    List<@Nullable Object> made = new ArrayList<>();
    Guarded<String> guarded =
        execution.guard(
            tool,
            arguments,
            given -> {
              made.add(given);
              return "done";
            });
    Map<String, @Nullable Object> said = refusal(guarded.refusal());
    said.put("made", made);
    return said;
  }

  private static Map<String, @Nullable Object> model(Execution execution) {
    try (Action call = execution.llm("model-1", "hi")) {
      return refusal(call.refusal());
    }
  }

  private static Map<String, @Nullable Object> refusal(@Nullable Refusal refusal) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("refused", refusal == null ? null : refusal.kind().text());
    said.put("reason", refusal == null ? null : refusal.reason());
    return said;
  }

  /// Runs, one after the other, each with a permitted and a refused call.
  private Map<String, @Nullable Object> load(JsonNode order) throws InterruptedException {
    long end = System.nanoTime() + seconds(order, "seconds").toNanos();
    int ran = 0;
    int wrong = 0;
    double slowest = 0;
    while (System.nanoTime() - end < 0) {
      long began = System.nanoTime();
      try (Execution execution = agent.execution("load")) {
        Map<String, @Nullable Object> first = call(execution, "read_file", Map.of("n", 1));
        Map<String, @Nullable Object> second = call(execution, "drop_table", Map.of("n", 2));
        boolean right = first.get("refused") == null && "denied".equals(second.get("refused"));
        wrong += right && execution.refusal() == null ? 0 : 1;
      }
      ran++;
      slowest = Math.max(slowest, (System.nanoTime() - began) / 1e6);
      Thread.sleep(seconds(order, "pause").toMillis());
    }
    return Map.of("runs", ran, "wrong", wrong, "errors", 0, "slowestMs", slowest);
  }

  private static Duration seconds(JsonNode order, String field) {
    return Duration.ofMillis(Math.round(order.get(field).doubleValue() * 1000));
  }
}
