package dev.metaagent.measure.agents;

import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.buckets.Tokens;
import dev.metaagent.measure.health.Health;
import dev.metaagent.measure.series.Latency;
import dev.metaagent.statistics.Rate;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an agent did in a window up to `asOf`.
public record HealthAnswer(
    @Schema(allowableValues = {"1m", "5m", "1h"}) String window,
    long executions,
    Rate successRate,
    Latency latencyMs,
    @Nullable String costUsd,
    Tokens tokens,
    List<MetricAccumulator.ErrorCount> errors,
    Instant asOf) {
  public static HealthAnswer of(Health health) {
    return new HealthAnswer(
        health.window().wire(),
        health.executions(),
        health.successRate(),
        new Latency(health.p50(), health.p95(), health.p99()),
        NanoUsd.format(health.costNano()),
        health.tokens(),
        health.errors(),
        health.asOf());
  }
}
