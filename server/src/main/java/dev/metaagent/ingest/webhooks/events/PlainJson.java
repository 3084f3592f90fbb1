package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainOutcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs and outcomes in the format of the JSON endpoints, without null fields.
public final class PlainJson {

  private PlainJson() {}

  public static Map<String, Object> of(PlainExecution run) {
    Words words = new Words();
    words.put("id", run.id());
    words.put("agent", run.agent());
    words.put("status", run.status() == null ? null : wire(run.status()));
    words.put("startedAt", run.times().startedAt());
    words.put("endedAt", run.times().endedAt());
    words.put("durationMs", run.times().durationMs());
    words.put("input", run.input());
    words.put("output", run.output());
    if (run.error() != null) {
      Words error = new Words();
      error.put("type", run.error().type());
      error.put("message", run.error().message());
      words.put("error", error.map);
    }
    usage(words, run.usage());
    about(words, run.about());
    words.put("success", run.success());
    words.put("outcomeKey", run.outcomeKeys().isEmpty() ? null : run.outcomeKeys().getFirst());
    words.put("parentId", run.parentId());
    words.put("traceparent", run.traceparent());
    words.put("revision", run.revision());
    return words.map;
  }

  private static void usage(Words words, PlainExecution.Usage usage) {
    words.put("model", usage.model());
    words.put("provider", usage.provider());
    words.put("inputTokens", usage.inputTokens());
    words.put("outputTokens", usage.outputTokens());
    words.put("cacheReadTokens", usage.cacheReadTokens());
    words.put("cacheWriteTokens", usage.cacheWriteTokens());
    words.put("reasoningTokens", usage.reasoningTokens());
    words.put("costUsd", usage.costUsd() == null ? null : usage.costUsd().toPlainString());
  }

  private static void about(Words words, PlainExecution.About about) {
    words.put("framework", about.framework());
    words.put("version", about.version());
    words.put("environment", about.environment());
    words.put("sessionId", about.sessionId());
    words.put("userId", about.userId());
    Words prompt = new Words();
    prompt.put("name", about.promptName());
    prompt.put("version", about.promptVersion());
    words.put("prompt", prompt.map.isEmpty() ? null : prompt.map);
    words.put("arm", about.arm());
    words.put("taskClass", about.taskClass());
    words.put("attributes", about.attributes().isEmpty() ? null : about.attributes());
  }

  public static Map<String, Object> of(PlainOutcome outcome) {
    Words words = new Words();
    words.put("id", outcome.id());
    words.put("executionId", outcome.executionId());
    words.put("traceId", outcome.traceId());
    words.put("key", outcome.key());
    words.put("kind", outcome.kind());
    words.put("success", outcome.success());
    words.put("source", wire(outcome.source()));
    words.put("confidence", outcome.confidence());
    words.put("value", outcome.value());
    words.put("comment", outcome.comment());
    words.put("by", outcome.by());
    words.put("at", outcome.at());
    return words.map;
  }

  private static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// Words in order, without those that say nothing.
  private static final class Words {
    private final Map<String, Object> map = new LinkedHashMap<>();

    void put(String name, @Nullable Object value) {
      if (value != null) {
        map.put(name, value);
      }
    }
  }
}
