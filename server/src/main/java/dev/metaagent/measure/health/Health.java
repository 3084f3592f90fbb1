package dev.metaagent.measure.health;

import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.buckets.Tokens;
import dev.metaagent.statistics.Rate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one agent did in one window.
public record Health(
    Window window,
    Instant asOf,
    long ok,
    long failed,
    long unknown,
    @Nullable Double p50,
    @Nullable Double p95,
    @Nullable Double p99,
    @Nullable Long costNano,
    Tokens tokens,
    List<MetricAccumulator.ErrorCount> errors) {

  public static Health nothing(Window window, Instant asOf) {
    return of(window, asOf, new MetricAccumulator());
  }

  public static Health of(Window window, Instant asOf, MetricAccumulator tally) {
    return new Health(
        window,
        asOf,
        tally.ok(),
        tally.failed(),
        tally.unknown(),
        tally.latencyMs().quantile(0.5),
        tally.latencyMs().quantile(0.95),
        tally.latencyMs().quantile(0.99),
        tally.costNano(),
        tally.tokens(),
        tally.errors());
  }

  public long executions() {
    return ok + failed + unknown;
  }

  public Rate successRate() {
    return Rate.of(ok, failed, unknown);
  }
}
