package dev.metaagent.measure.series;

import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.buckets.Tokens;
import dev.metaagent.statistics.Rate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One point of a series: the runs that ended in [at, at + step).
public record Point(
    Instant at,
    long executions,
    Rate successRate,
    Latency latencyMs,
    @Nullable String costUsd,
    Tokens tokens,
    long actions,
    List<MetricAccumulator.ErrorCount> errors) {
  public static Point of(Instant at, MetricAccumulator tally) {
    return new Point(
        at,
        tally.executions(),
        tally.successRate(),
        Latency.of(tally.latencyMs()),
        NanoUsd.format(tally.costNano()),
        tally.tokens(),
        tally.actions(),
        tally.errors());
  }
}
