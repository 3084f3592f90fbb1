package dev.metaagent.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// One run to be sent: an agent with one model call and one tool call, and further tool calls on
/// wish.
///
/// @param input what the user asked
/// @param output what the agent answered
/// @param failed whether the tool and the run failed
public record SentRun(
    String trace,
    String agent,
    Instant startedAt,
    Duration duration,
    String input,
    String output,
    boolean failed,
    int moreTools,
    Map<String, Object> attributes) {

  private static final String MODEL = "test.model";
  private static final String TIER = "test.tier";

  public static SentRun of(String agent, Instant startedAt) {
    String trace = UUID.randomUUID().toString().replace("-", "");
    return new SentRun(
        trace,
        agent,
        startedAt,
        Duration.ofSeconds(2),
        "a question",
        "an answer",
        false,
        0,
        Map.of());
  }

  public SentRun failing() {
    return new SentRun(
        trace, agent, startedAt, duration, input, output, true, moreTools, attributes);
  }

  public SentRun saying(String question, String answer) {
    return new SentRun(
        trace, agent, startedAt, duration, question, answer, failed, moreTools, attributes);
  }

  public SentRun lasting(Duration time) {
    return new SentRun(trace, agent, startedAt, time, input, output, failed, moreTools, attributes);
  }

  public SentRun withTools(int more) {
    return new SentRun(trace, agent, startedAt, duration, input, output, failed, more, attributes);
  }

  public SentRun with(String name, Object value) {
    Map<String, Object> all = new HashMap<>(attributes);
    all.put(name, value);
    return new SentRun(trace, agent, startedAt, duration, input, output, failed, moreTools, all);
  }

  /// The same run, whose model call names another model.
  public SentRun calling(String model) {
    return with(MODEL, model);
  }

  /// The same run, whose model call was served by another service tier.
  public SentRun servedBy(String tier) {
    return with(TIER, tier);
  }

  private String model() {
    return String.valueOf(attributes.getOrDefault(MODEL, "gpt-4o"));
  }

  /// The id under which its execution is found.
  public String id() {
    return trace + "-" + spanId(1);
  }

  public static String spanId(int number) {
    return String.format(Locale.ROOT, "%016x", number);
  }

  List<Map<String, Object>> spans() {
    List<Map<String, Object>> spans = new ArrayList<>();
    Map<String, Object> own = new HashMap<>(attributes);
    own.put("gen_ai.operation.name", "invoke_agent");
    own.put("gen_ai.agent.name", agent);
    own.put("gen_ai.input.messages", message("user", input));
    own.put("gen_ai.output.messages", message("assistant", output));
    spans.add(span(1, 0, "invoke_agent " + agent, Duration.ZERO, own, failed));
    spans.add(
        span(
            2,
            1,
            "chat " + model(),
            Duration.ofMillis(10),
            Map.of(
                "gen_ai.operation.name",
                "chat",
                "gen_ai.request.model",
                model(),
                "gen_ai.response.model",
                model(),
                "gen_ai.openai.response.service_tier",
                attributes.getOrDefault(TIER, "default"),
                "gen_ai.usage.input_tokens",
                1000,
                "gen_ai.usage.output_tokens",
                100,
                "gen_ai.input.messages",
                message("user", input),
                "gen_ai.output.messages",
                message("assistant", output)),
            false));
    for (int i = 0; i <= moreTools; i++) {
      spans.add(
          span(
              3 + i,
              i == 0 ? 1 : 3,
              "execute_tool search_orders",
              Duration.ofMillis(20 + i),
              Map.of("gen_ai.operation.name", "execute_tool", "gen_ai.tool.name", "search_orders"),
              failed && i == 0));
    }
    return spans;
  }

  private static String message(String role, String text) {
    return "[{\"role\":\"%s\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}]"
        .formatted(role, text);
  }

  private Map<String, Object> span(
      int id,
      int parent,
      String name,
      Duration after,
      Map<String, Object> attributes,
      boolean error) {
    Map<String, Object> span = new HashMap<>();
    span.put("traceId", trace);
    span.put("spanId", spanId(id));
    span.put("parentSpanId", parent == 0 ? "" : spanId(parent));
    span.put("name", name);
    span.put("startTimeUnixNano", nanos(startedAt.plus(after)));
    span.put("endTimeUnixNano", nanos(startedAt.plus(id == 1 ? duration : after.plusMillis(5))));
    span.put(
        "attributes",
        attributes.entrySet().stream()
            .map(entry ->
                Map.of(
                    "key",
                    entry.getKey(),
                    "value",
                    entry.getValue() instanceof Integer number
                        ? Map.of("intValue", number)
                        : Map.of("stringValue", entry.getValue())))
            .toList());
    if (error) {
      span.put("status", Map.of("code", 2, "message", "the order system did not answer"));
    }
    return span;
  }

  private static String nanos(Instant at) {
    return Long.toString(at.getEpochSecond() * 1_000_000_000 + at.getNano());
  }
}
