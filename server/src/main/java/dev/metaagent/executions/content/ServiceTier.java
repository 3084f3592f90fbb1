package dev.metaagent.executions.content;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The service tier of a model call, as far as it affects the price. The tier that served, which
/// the answer names, decides over the one that was requested.
public enum ServiceTier {
  /// at the standard price
  STANDARD,
  /// at the price of the batch API; the flex tier costs the same
  BATCH,
  /// at a price that is not known, such as priority
  OTHER;

  private static final Pattern IN_JSON =
      Pattern.compile("(?<!\\\\)\"service_?[tT]ier\"\\s*:\\s*\"([\\w-]{1,40})\"");

  private static final List<String> ANSWERS =
      List.of(
          "ai.response.providerMetadata",
          "output.value",
          "gen_ai.completion",
          "mlflow.spanOutputs",
          "response_data",
          "langfuse.observation.output");

  private static final List<String> REQUESTS =
      List.of(
          "llm.invocation_parameters",
          "input.value",
          "langfuse.observation.model.parameters",
          "mlflow.spanInputs",
          "request_data");

  public static ServiceTier of(Span span) {
    String served = null;
    String told = null;
    String requested = null;
    for (KeyValue attribute : span.getAttributesList()) {
      String key = attribute.getKey();
      String text = attribute.getValue().getStringValue();
      if (key.endsWith("service_tier") || key.endsWith("serviceTier")) {
        if (text.isBlank()) {
          continue;
        }
        if (key.contains("response") || key.contains("usage")) {
          served = text;
        } else if (key.contains("request")) {
          requested = text;
        } else {
          told = text;
        }
      } else if (served == null && ANSWERS.contains(key)) {
        served = inJson(text);
      } else if (requested == null && REQUESTS.contains(key)) {
        requested = inJson(text);
      }
    }
    if (served != null) {
      return named(served);
    }
    return told != null ? named(told) : requested != null ? named(requested) : STANDARD;
  }

  private static @Nullable String inJson(String json) {
    if (!json.contains("\"service_tier\"") && !json.contains("\"serviceTier\"")) {
      return null;
    }
    Matcher found = IN_JSON.matcher(json);
    return found.find() ? found.group(1) : null;
  }

  private static ServiceTier named(String tier) {
    return switch (tier.strip().toLowerCase(Locale.ROOT)) {
      case "default", "standard", "auto", "standard_only", "on_demand", "none", "null" -> STANDARD;
      case "batch", "flex" -> BATCH;
      default -> OTHER;
    };
  }
}
