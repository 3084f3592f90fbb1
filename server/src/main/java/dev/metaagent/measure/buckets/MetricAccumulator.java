package dev.metaagent.measure.buckets;

import dev.metaagent.statistics.QuantileSketch;
import dev.metaagent.statistics.Rate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Accumulates executions: outcomes, sums, sketches of latency and cost, and kinds of errors.
public final class MetricAccumulator {

  private static final double NANOS_PER_MS = 1e6;
  private static final String UNNAMED_ERROR = "unspecified";

  /// Further kinds of errors are counted together.
  private static final int MOST_ERRORS = 100;

  private static final String OTHER_ERROR = "other";

  long ok;
  long failed;
  long unknown;
  long late;
  long actions;
  long unpriced;
  Tokens tokens = Tokens.UNKNOWN;
  @Nullable Long costNano;
  final QuantileSketch latencyMs = new QuantileSketch();
  final QuantileSketch cost = new QuantileSketch();
  private final Map<String, Long> errors = new TreeMap<>();

  /// One kind of error and how many runs ended with it.
  public record ErrorCount(String type, long count) {}

  public void add(EndedExecution run) {
    if (run.success() == null) {
      unknown++;
    } else if (run.success()) {
      ok++;
    } else {
      failed++;
      addErrors(run.errorType() == null ? UNNAMED_ERROR : run.errorType(), 1);
    }
    late += run.late() ? 1 : 0;
    actions += run.actions();
    unpriced += run.unpriced();
    tokens = tokens.plus(run.tokens());
    costNano = Tokens.sum(costNano, run.costNano());
    if (run.durationNanos() != null) {
      latencyMs.add(run.durationNanos() / NANOS_PER_MS);
    }
    if (run.costNano() != null) {
      cost.add(run.costNano().doubleValue());
    }
  }

  public void add(MetricAccumulator other) {
    ok += other.ok;
    failed += other.failed;
    unknown += other.unknown;
    late += other.late;
    actions += other.actions;
    unpriced += other.unpriced;
    tokens = tokens.plus(other.tokens);
    costNano = Tokens.sum(costNano, other.costNano);
    latencyMs.add(other.latencyMs);
    cost.add(other.cost);
    other.errors.forEach(this::addErrors);
  }

  /// Adds counts and latencies alone, of which a ribbon and a detector are made.
  public void add(long moreOk, long moreFailed, long moreUnknown, QuantileSketch latencies) {
    ok += moreOk;
    failed += moreFailed;
    unknown += moreUnknown;
    latencyMs.add(latencies);
  }

  public void addErrors(String type, long count) {
    boolean room = errors.size() < MOST_ERRORS || errors.containsKey(type);
    errors.merge(room ? type : OTHER_ERROR, count, Long::sum);
  }

  public long executions() {
    return ok + failed + unknown;
  }

  public long ok() {
    return ok;
  }

  public long failed() {
    return failed;
  }

  public long unknown() {
    return unknown;
  }

  public long late() {
    return late;
  }

  public long actions() {
    return actions;
  }

  public Tokens tokens() {
    return tokens;
  }

  public @Nullable Long costNano() {
    return costNano;
  }

  public QuantileSketch latencyMs() {
    return latencyMs;
  }

  public Rate successRate() {
    return Rate.of(ok, failed, unknown);
  }

  /// Kinds of errors, the most frequent first.
  public List<ErrorCount> errors() {
    return errors.entrySet().stream()
        .map(entry -> new ErrorCount(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(ErrorCount::count).reversed().thenComparing(ErrorCount::type))
        .toList();
  }
}
