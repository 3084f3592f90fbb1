package dev.metaagent.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metaagent.sdk.Action;
import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Execution;
import dev.metaagent.sdk.FakeMetaAgent;
import dev.metaagent.sdk.MetaAgent;
import dev.metaagent.sdk.Permit;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the SDK costs its host: `decide`, `durable`, `record` or `send`, as `bench/measure.py` of
/// the SDK for Python. Prints JSON.
public final class Measure {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Map<String, Object> ARGUMENTS =
      Map.of(
          "order", Map.of("id", "o-1", "amount", 284),
          "to", List.of("ada@shop.example"),
          "note", "please");
  private static final int STEPS = 50_000;
  private static final int WARM_UP = 20_000;
  private static final int SECONDS = 5;

  private Measure() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Object> measured =
        switch (arguments[0]) {
          case "decide" -> decide();
          case "durable" -> durable();
          case "record" -> record();
          case "send" -> send();
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    System.out.println(JSON.writeValueAsString(measured));
    System.exit(0);
  }

  private static Map<String, Object> decide() throws Exception {
    try (FakeMetaAgent server = new FakeMetaAgent()) {
      server.publish("desk", 1, policy());
      MetaAgent client =
          MetaAgent.builder()
              .url(server.url())
              .key("k")
              .data(Files.createTempDirectory("metaagent-bench"))
              .connect();
      Agent agent = client.agent("desk");
      if (!agent.policy().await(LONG)) {
        throw new IllegalStateException(client.problems().toString());
      }
      Map<String, Object> measured = new LinkedHashMap<>();
      put(measured, "decide", steps(agent, client));
      measured.put("decideCount", STEPS);
      calls(agent, client, measured);
      return measured;
    }
  }

  private static long[] steps(Agent agent, MetaAgent client) {
    long[] times = new long[WARM_UP + STEPS];
    for (int i = 0; i < times.length; i++) {
      try (Execution execution = agent.execution("refund order 1")) {
        long began = System.nanoTime();
        agent.policy().prompt("reply", "Hi").render(Map.of("name", "Ada"));
        if (!(agent.policy().tool("stripe.refund", ARGUMENTS) instanceof Permit permit)) {
          throw new IllegalStateException(execution.id());
        }
        try (Action call = execution.tool("stripe.refund", permit.arguments())) {
          call.output("refunded");
        }
        times[i] = System.nanoTime() - began;
      }
      rest(client, i);
    }
    return sorted(times, WARM_UP);
  }

  private static void calls(Agent agent, MetaAgent client, Map<String, Object> measured)
      throws Exception {
    String text = JSON.writeValueAsString(ARGUMENTS);
    long[] plain = new long[WARM_UP + STEPS];
    long[] governed = new long[WARM_UP + STEPS];
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(client.spanProcessor()).build()) {
      Tracer tracer = provider.get("plain");
      for (int i = 0; i < plain.length; i++) {
        try (Execution execution = agent.execution("refund order 1")) {
          if (i % 2 == 0) {
            plain[i] = plain(tracer, text);
          }
          long began = System.nanoTime();
          execution.guard("stripe.refund", ARGUMENTS, given -> "refunded");
          governed[i] = System.nanoTime() - began;
          if (i % 2 == 1) {
            plain[i] = plain(tracer, text);
          }
        }
        rest(client, i);
      }
    }
    put(measured, "plain", sorted(plain, WARM_UP));
    put(measured, "governed", sorted(governed, WARM_UP));
    measured.put("callCount", STEPS);
  }

  private static long plain(Tracer tracer, String text) {
    long began = System.nanoTime();
    Span span =
        tracer
            .spanBuilder("execute_tool stripe.refund")
            .setAttribute("gen_ai.operation.name", "execute_tool")
            .setAttribute("gen_ai.tool.name", "stripe.refund")
            .setAttribute("gen_ai.tool.call.arguments", text)
            .startSpan();
    span.setAttribute("gen_ai.tool.call.result", "refunded");
    span.end();
    return System.nanoTime() - began;
  }

  /// Agents wait for models; without that, the queue of spans would be full.
  private static void rest(MetaAgent client, int step) {
    if (step % 2_000 == 0 && !client.persist(LONG)) {
      throw new IllegalStateException(client.problems().toString());
    }
  }

  private static MetaAgent connect() {
    return MetaAgent.builder().durable(true).buffer(256L << 20, true).connect();
  }

  private static void work(MetaAgent client, int count) {
    try (Execution execution = client.agent("desk").execution("question")) {
      for (int i = 1; i < count; i++) {
        try (Action call = execution.tool("stripe.refund", ARGUMENTS)) {
          call.output("refunded");
        }
      }
    }
  }

  private static Map<String, Object> durable() {
    MetaAgent client = connect();
    work(client, 10_000);
    client.persist(LONG);
    long began = System.nanoTime();
    int count = 0;
    while (System.nanoTime() - began < SECONDS * 1_000_000_000L) {
      work(client, 100);
      count += 100;
    }
    if (!client.persist(LONG)) {
      throw new IllegalStateException(client.problems().toString());
    }
    return Map.of(
        "perSecond", Math.round(count * 1e9 / (System.nanoTime() - began)), "count", count);
  }

  private static Map<String, Object> record() throws Exception {
    MetaAgent client = connect();
    for (int count = 50; client.persist(LONG); count += 50) {
      work(client, 50);
      if (client.persist(LONG)) {
        System.out.println(JSON.writeValueAsString(Map.of("written", count)));
      }
    }
    return Map.of();
  }

  private static Map<String, Object> send() {
    MetaAgent client = connect();
    work(client, 1);
    return Map.of("sent", client.flush(LONG));
  }

  /// 100 rules, half of them on the tool that is called, and 20 learnings.
  private static Map<String, Object> policy() {
    List<Map<String, Object>> rules = new ArrayList<>();
    List<Map<String, Object>> learnings = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rules.add(
          Map.of(
              "id",
              "r" + i,
              "tool",
              i % 2 == 0 ? "stripe.*" : "tool-" + i + ".*",
              "effect",
              "deny",
              "when",
              Map.of(
                  "all",
                  List.of(
                      Map.of("path", "order.amount", "op", "gt", "value", 1000 + i),
                      Map.of("path", "to.*", "op", "endsWith", "value", ".example")))));
      if (i < 20) {
        learnings.add(Map.of("id", "L-" + i, "text", "Check the order first."));
      }
    }
    return Map.of(
        "tools",
        rules,
        "learnings",
        learnings,
        "prompts",
        List.of(Map.of("name", "reply", "version", 1, "content", "Hello {{name}}")),
        "limits",
        Map.of("maxActions", 1000, "maxSeconds", 600, "maxCostUsd", "5"));
  }

  private static long[] sorted(long[] times, int from) {
    long[] kept = Arrays.copyOfRange(times, from, times.length);
    Arrays.sort(kept);
    return kept;
  }

  private static void put(Map<String, Object> measured, String name, long[] sorted) {
    for (int share : new int[] {50, 99}) {
      measured.put(
          name + "P" + share + "Us",
          Math.round(sorted[sorted.length * share / 100] / 100.0) / 10.0);
    }
  }
}
