package dev.metaagent.measure.series;

import dev.metaagent.statistics.QuantileSketch;
import org.jspecify.annotations.Nullable;

/// Quantiles of latency in milliseconds.
public record Latency(@Nullable Double p50, @Nullable Double p95, @Nullable Double p99) {
  public static Latency of(QuantileSketch sketch) {
    return new Latency(sketch.quantile(0.5), sketch.quantile(0.95), sketch.quantile(0.99));
  }
}
