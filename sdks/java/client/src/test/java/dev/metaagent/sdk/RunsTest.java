package dev.metaagent.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The suite `runs` of protocol/conformance: what a run counts, refuses and tells.
class RunsTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  @TempDir Path data = Path.of("");

  @TestFactory
  Stream<DynamicTest> runs() throws IOException {
    Path file = Path.of(System.getProperty("metaagent.conformance", ""), "17-runs.json");
    JsonNode cases = new ObjectMapper().readTree(file.toFile()).path("cases");
    assertThat(cases).isNotEmpty();
    return StreamSupport.stream(cases.spliterator(), false)
        .map(one ->
            DynamicTest.dynamicTest(
                "runs: " + one.path("name").asText(),
                () ->
                    run(one.path("in"), one.path("out"), data.resolve(one.path("name").asText()))));
  }

  private static void run(JsonNode given, JsonNode wanted, Path data) throws Exception {
    try (FakeMetaAgent server = new FakeMetaAgent()) {
      server.publish("desk", 1, policy(given));
      MetaAgent client =
          new MetaAgentBuilder(Map.of()).url(server.url()).key("k").data(data).connect();
      Agent agent = client.agent("desk");
      assertThat(agent.policy().await(LONG)).isTrue();
      List<@Nullable Object> refused = new ArrayList<>();
      Execution execution = agent.execution("in");
      given.path("actions").forEach(action -> refused.add(said(act(execution, action))));
      execution.close();
      assertThat(client.flush(LONG)).isTrue();
      client.close();
      Map<String, @Nullable Object> out = new HashMap<>();
      Refusal begin = execution.refusal();
      out.put("begin", begin == null ? null : begin.kind().text());
      out.put("refused", refused);
      out.put("actions", (int) execution.meter().usage().actions());
      out.put("recorded", server.spans().stream().map(Span::getName).toList());
      assertThat(out).isEqualTo(new ObjectMapper().convertValue(wanted, Map.class));
    }
  }

  private static Map<String, Object> policy(JsonNode given) {
    Map<String, Object> policy = new HashMap<>();
    policy.put("afterMaxAge", "open");
    Map<String, Object> prices = new LinkedHashMap<>();
    for (JsonNode action : given.path("actions")) {
      if (action.has("costUsd")) {
        BigDecimal price = new BigDecimal(action.path("costUsd").asText()).multiply(MILLION);
        String model = action.path("name").asText();
        prices.put(model, Map.of("model", model, "input", price.toPlainString(), "output", "0"));
      }
    }
    policy.put("prices", List.copyOf(prices.values()));
    given
        .path("policy")
        .properties()
        .forEach(field ->
            policy.put(
                field.getKey(), new ObjectMapper().convertValue(field.getValue(), Object.class)));
    return policy;
  }

  /// Makes an action, unless it is refused: the refusal, or null.
  private static @Nullable Refusal act(Execution execution, JsonNode action) {
    String name = action.path("name").asText();
    switch (action.path("do").asText()) {
      case "tool" -> {
        return execution.guard(name, Map.of(), it -> "done").refusal();
      }
      case "llm" -> {
        try (Action call = execution.llm(name, "hi")) {
          if (call.refusal() == null && action.has("costUsd")) {
            call.usage(1, 0);
          }
          return call.refusal();
        }
      }
      case "retrieval" -> execution.retrieval(name, "q").close();
      case "handoff" -> execution.handoff(name, "q").close();
      default -> throw new IllegalArgumentException(action.toString());
    }
    return null;
  }

  private static @Nullable Map<String, @Nullable Object> said(@Nullable Refusal refusal) {
    if (refusal == null) {
      return null;
    }
    Map<String, @Nullable Object> said = new HashMap<>();
    said.put("kind", refusal.kind().text());
    said.put("reason", refusal.reason());
    return said;
  }
}
