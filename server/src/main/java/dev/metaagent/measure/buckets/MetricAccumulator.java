package dev.metaagent.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A running count of executions: outcomes, sums, spreads and kinds of errors.
final class Tally {

  private static final double NANOS_PER_MS = 1e6;
  private static final String UNNAMED_ERROR = "unspecified";

  long ok;
  long failed;
  long unknown;
  long late;
  long actions;
  long unpriced;
  Tokens tokens = Tokens.UNKNOWN;
  @Nullable Long costNano;
  final Spread latencyMs = new Spread();
  final Spread cost = new Spread();
  private final Map<String, Long> errors = new TreeMap<>();

  /// One kind of error and how many runs ended with it.
  record ErrorCount(String type, long count) {}

  void add(Run run) {
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

  void add(Tally other) {
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

  void addErrors(String type, long count) {
    errors.merge(type, count, Long::sum);
  }

  long executions() {
    return ok + failed + unknown;
  }

  Rate successRate() {
    return Rate.of(ok, failed, unknown);
  }

  /// Kinds of errors, the most frequent first.
  List<ErrorCount> errors() {
    return errors.entrySet().stream()
        .map(entry -> new ErrorCount(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(ErrorCount::count).reversed().thenComparing(ErrorCount::type))
        .toList();
  }
}
