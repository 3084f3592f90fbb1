package dev.metaagent.search.executions;

import dev.metaagent.statistics.Difference;
import dev.metaagent.statistics.Rate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which attributes and values tell failed runs from the others: with which runs fail clearly more
/// often than without, by how many times as often. A trait whose failed runs are those of one
/// before it says nothing new, and is named beside that one.
final class FacetTraits {

  static final int SUCCEEDED = -1;

  private static final int MOST = 8;
  private static final int ENOUGH = 10;
  private static final double SAME = 0.9;
  private static final double DIFFERENT = 0.05;

  /// An attribute and a value of it.
  record Value(String field, String value) {}

  /// A number of one run.
  ///
  /// @param failure which of the failed runs it is, or {@link #SUCCEEDED}
  record Measured(long value, int failure) {}

  /// The runs with one value.
  static final class Runs {
    private final BitSet failed = new BitSet();
    private long other;

    void add(int failure) {
      if (failure == SUCCEEDED) {
        other++;
      } else {
        failed.set(failure);
      }
    }

    /// Whether the failed runs are mostly the same as those of another.
    boolean isLike(Runs another) {
      BitSet both = (BitSet) failed.clone();
      both.and(another.failed);
      BitSet either = (BitSet) failed.clone();
      either.or(another.failed);
      return (double) both.cardinality() >= SAME * either.cardinality();
    }
  }

  private record Candidate(Value value, Runs runs, double lift) {}

  private final long failed;
  private final long other;

  FacetTraits(long failed, long other) {
    this.failed = failed;
    this.other = other;
  }

  /// Traits by lift, one value for each field, and none without runs on both sides.
  List<Facets.Trait> of(Map<Value, Runs> values, Map<String, List<Measured>> numbers) {
    if (failed == 0 || other == 0) {
      return List.of();
    }
    Map<String, Candidate> best = new HashMap<>();
    values.forEach((value, runs) -> consider(value, runs, best));
    numbers.forEach((field, all) -> thresholds(field, all, best));
    List<Candidate> ordered =
        best.values().stream()
            .sorted(
                Comparator.comparingDouble(Candidate::lift)
                    .reversed()
                    .thenComparing(candidate -> candidate.value().field()))
            .toList();
    Map<Candidate, List<Facets.Also>> distinct = new java.util.LinkedHashMap<>();
    for (Candidate candidate : ordered) {
      distinct.keySet().stream()
          .filter(shown -> shown.runs().isLike(candidate.runs()))
          .findFirst()
          .ifPresentOrElse(
              shown ->
                  distinct
                      .computeIfAbsent(shown, _ -> new ArrayList<>())
                      .add(new Facets.Also(candidate.value().field(), candidate.value().value())),
              () -> distinct.put(candidate, new ArrayList<>()));
    }
    return distinct.entrySet().stream()
        .limit(MOST)
        .map(entry -> trait(entry.getKey(), entry.getValue()))
        .toList();
  }

  private void consider(Value value, Runs runs, Map<String, Candidate> best) {
    long bad = runs.failed.cardinality();
    if (bad < ENOUGH
        || (double) bad / failed - (double) runs.other / other < DIFFERENT
        || !isClear(bad, runs.other)) {
      return;
    }
    best.merge(
        value.field(),
        new Candidate(value, runs, lift(bad, runs.other)),
        (one, two) -> one.lift() >= two.lift() ? one : two);
  }

  /// Whether runs with it fail more often than those without, by the whole interval.
  private boolean isClear(long bad, long good) {
    Difference difference =
        Difference.between(Rate.of(failed - bad, other - good, 0), Rate.of(bad, good, 0));
    return difference == null || difference.low() > 0;
  }

  /// Half a run is added on each side, so that a side without failures has a ratio too.
  private double lift(long bad, long good) {
    double with = (bad + 0.5) / (bad + good + 1);
    double without = (failed - bad + 0.5) / (failed - bad + other - good + 1);
    return with / without;
  }

  private Facets.Trait trait(Candidate candidate, List<Facets.Also> also) {
    long bad = candidate.runs().failed.cardinality();
    long good = candidate.runs().other;
    long rest = failed + other - bad - good;
    return new Facets.Trait(
        candidate.value().field(),
        candidate.value().value(),
        (double) bad / failed,
        (double) good / other,
        bad,
        good,
        bad + good,
        (double) bad / (bad + good),
        rest,
        rest == 0 ? 0 : (double) (failed - bad) / rest,
        candidate.lift(),
        List.copyOf(also));
  }

  /// The tenths of a number as thresholds.
  private void thresholds(String field, List<Measured> all, Map<String, Candidate> best) {
    long[] sorted = all.stream().mapToLong(Measured::value).sorted().toArray();
    for (int tenth = 1; tenth < 10; tenth++) {
      long limit = rounded(sorted[sorted.length * tenth / 10]);
      Runs above = new Runs();
      all.stream().filter(one -> one.value() > limit).forEach(one -> above.add(one.failure()));
      consider(new Value(field, "> " + shown(field, limit)), above, best);
    }
  }

  private static String shown(String field, long limit) {
    return String.valueOf(field.equals("durationMs") ? limit / 1_000_000 : limit);
  }

  /// Two significant digits, so that a threshold can be read and typed.
  private static long rounded(long value) {
    long unit = 1;
    while (value / unit >= 100) {
      unit *= 10;
    }
    return value / unit * unit;
  }
}
