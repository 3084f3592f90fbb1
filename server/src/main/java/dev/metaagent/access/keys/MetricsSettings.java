package dev.metaagent.access.keys;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Who may read the metrics of the process.
///
/// @param token what reads /metrics in server mode, at least 32 characters; null: derived, and kept
///   in the data folder (METAAGENT_METRICS_TOKEN)
@ConfigurationProperties("metaagent.metrics")
public record MetricsSettings(@Nullable String token) {

  private static final int SHORTEST = 32;

  public MetricsSettings {
    token = token == null || token.isBlank() ? null : token.strip();
    if (token != null && token.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "METAAGENT_METRICS_TOKEN needs at least " + SHORTEST + " characters");
    }
  }

  @Override
  public String toString() {
    return "MetricsSettings[…]";
  }
}
