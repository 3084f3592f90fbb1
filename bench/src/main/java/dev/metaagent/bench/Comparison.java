package dev.metaagent.bench;

import dev.metaagent.bench.Result.Better;
import dev.metaagent.bench.Result.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Two builds of the server side by side on one machine: each workload is sent to one and then to
/// the other, in turn, and the median of the ratios of these pairs is what counts.
final class Comparison {

  private static final double NO_WORSE = 0.95;

  private final Server candidate;
  private final Server baseline;
  private final long seed;

  Comparison(Server candidate, Server baseline, long seed) {
    this.candidate = candidate;
    this.baseline = baseline;
    this.seed = seed;
  }

  void run(Result result, Options options) throws Exception {
    List<IngestCase> cases =
        IngestCase.of(options.text("workload", "a,b,c,d,e"), (int) options.number("clients", 0));
    long stored = options.number("stored", 200_000);
    new Ingest(baseline, seed).fill(stored);
    new Ingest(candidate, seed).fill(stored);
    int runs = (int) options.number("runs", 5);
    for (IngestCase one : cases) {
      new Ingest(baseline, seed).warmUp(one, options);
      new Ingest(candidate, seed).warmUp(one, options);
      Pairs pairs = pairs(one, runs, options.seconds("seconds", 10));
      pairs.report(result, one);
    }
  }

  private Pairs pairs(IngestCase what, int runs, long seconds) throws Exception {
    Pairs pairs = new Pairs(new ArrayList<>(), new ArrayList<>());
    for (int run = 0; run < runs; run++) {
      boolean baselineFirst = run % 2 == 0;
      if (baselineFirst) {
        pairs.before.add(Measurement.of(baseline, what, seed, run, seconds));
      }
      pairs.after.add(Measurement.of(candidate, what, seed, run, seconds));
      if (!baselineFirst) {
        pairs.before.add(Measurement.of(baseline, what, seed, run, seconds));
      }
    }
    return pairs;
  }

  private record Pairs(List<Measurement> before, List<Measurement> after) {

    void report(Result result, IngestCase what) {
      result.put(
          value(
              what, "actionsPerSecond", "actions/s", Better.higher, Measurement::actionsPerSecond));
      result.put(
          value(what, "cpuSecondsPer100k", "CPU s/100,000", Better.lower, Measurement::cpuPer100k));
      result.put(value(what, "requestMs.p50", "ms", Better.lower, Measurement::p50));
      result.put(value(what, "requestMs.p95", "ms", Better.lower, Measurement::p95));
      if (after.getFirst().hasRuns()) {
        result.put(value(what, "firstRequestMs", "ms", Better.lower, Measurement::firstMs));
        result.put(value(what, "lastRequestMs", "ms", Better.lower, Measurement::lastMs));
        result.put(value(what, "lastToFirst", "ratio", Better.lower, Measurement::lastToFirst));
      }
      result.put(
          ratio(what, "rateRatio", Better.higher, Measurement::actionsPerSecond).aiming(NO_WORSE));
      result.put(
          ratio(what, "cpuRatio", Better.lower, Measurement::cpuPer100k).aiming(1 / NO_WORSE));
    }

    private Entry value(
        IngestCase what,
        String name,
        String unit,
        Better better,
        ToDoubleFunction<Measurement> of) {
      double[] values = after.stream().mapToDouble(of).sorted().toArray();
      double[] others = before.stream().mapToDouble(of).sorted().toArray();
      return entry(what, name, unit, better, values).against(median(others));
    }

    /// Candidate divided by baseline, pair by pair.
    private Entry ratio(
        IngestCase what, String name, Better better, ToDoubleFunction<Measurement> of) {
      double[] ratios = new double[after.size()];
      for (int pair = 0; pair < ratios.length; pair++) {
        ratios[pair] = of.applyAsDouble(after.get(pair)) / of.applyAsDouble(before.get(pair));
      }
      java.util.Arrays.sort(ratios);
      return entry(what, name, "ratio", better, ratios);
    }

    private static Entry entry(
        IngestCase what, String name, String unit, Better better, double[] sorted) {
      return Entry.of(what.name() + "." + name, median(sorted), unit, better)
          .between(sorted[0], sorted[sorted.length - 1])
          .samples(sorted.length);
    }

    private static double median(double[] sorted) {
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
  }
}
