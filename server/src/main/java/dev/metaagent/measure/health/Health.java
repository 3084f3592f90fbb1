package dev.metaagent.measure;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one agent did in one window.
record Health(
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
    List<Tally.ErrorCount> errors) {

  static Health nothing(Window window, Instant asOf) {
    return of(window, asOf, new Tally());
  }

  static Health of(Window window, Instant asOf, Tally tally) {
    return new Health(
        window,
        asOf,
        tally.ok,
        tally.failed,
        tally.unknown,
        tally.latencyMs.quantile(0.5),
        tally.latencyMs.quantile(0.95),
        tally.latencyMs.quantile(0.99),
        tally.costNano,
        tally.tokens,
        tally.errors());
  }

  long executions() {
    return ok + failed + unknown;
  }

  Rate successRate() {
    return Rate.of(ok, failed, unknown);
  }
}
