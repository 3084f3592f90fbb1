package dev.metaagent.measure.detect;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.ChangePoint;
import dev.metaagent.statistics.ChangePoint.Counts;
import dev.metaagent.statistics.Rate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Since when an agent has a symptom, and which changes came before it.
///
/// An agent is worse since the change point of its series: successes and failures, or executions
/// within the latency limit and over it. Where no change is clear, it is so since the first step in
/// which one failed, or was slow: as far as the series shows.
///
/// A change is a candidate when it came before the end of the step in which the symptom began; when
/// it came within that step, the symptom is dated to the change, so that it never precedes what may
/// have caused it. A symptom of unknown beginning has no candidates.
public final class OnsetDetector {

  private OnsetDetector() {}

  /// Dates a symptom.
  ///
  /// @param series of the agent up to now, in the order of time, without gaps
  /// @param changes of the agent, in any order
  public static Detection detect(
      AgentId agent, Symptom symptom, List<Step> series, List<Changes.Change> changes) {
    return switch (symptom) {
      case Symptom.BelowObjective _ -> since(agent, symptom, series, outcomes(series), changes);
      case Symptom.Slow slow ->
          since(agent, symptom, series, withinLimit(series, slow.limitMs()), changes);
      case Symptom.Silent silent ->
          new Detection(agent, symptom, silent.last(), null, candidates(changes, silent.last()));
    };
  }

  private static Detection since(
      AgentId agent,
      Symptom symptom,
      List<Step> series,
      List<Counts> counts,
      List<Changes.Change> changes) {
    int step = onset(counts);
    if (step < 0) {
      return new Detection(agent, symptom, null, null, List.of());
    }
    List<Changes.Change> candidates = candidates(changes, series.get(step).end().minusNanos(1));
    return new Detection(
        agent,
        symptom,
        began(series.get(step).start(), candidates),
        rate(counts.subList(step, counts.size())),
        candidates);
  }

  /// The step in which the series became worse; -1 when nothing failed in it.
  private static int onset(List<Counts> counts) {
    ChangePoint change = ChangePoint.ofFall(counts);
    return change != null
        ? change.index()
        : IntStream.range(0, counts.size())
            .filter(step -> counts.get(step).failed() > 0)
            .findFirst()
            .orElse(-1);
  }

  private static Instant began(Instant step, List<Changes.Change> candidates) {
    Instant change = candidates.isEmpty() ? null : candidates.getFirst().at();
    return change != null && change.isAfter(step) ? change : step;
  }

  private static List<Changes.Change> candidates(List<Changes.Change> changes, Instant latest) {
    return changes.stream()
        .filter(change -> !change.kind().equals(Changes.FIRST_SEEN))
        .filter(change -> !change.at().isAfter(latest))
        .sorted(Comparator.comparing(Changes.Change::at).reversed())
        .toList();
  }

  private static List<Counts> outcomes(List<Step> series) {
    return series.stream()
        .map(step -> new Counts(step.executions().ok(), step.executions().failed()))
        .toList();
  }

  private static List<Counts> withinLimit(List<Step> series, double limitMs) {
    return series.stream()
        .map(step -> {
          long within = step.executions().latencyMs().countUpTo(limitMs);
          return new Counts(within, step.executions().latencyMs().count() - within);
        })
        .toList();
  }

  private static Rate rate(List<Counts> counts) {
    return Rate.of(
        counts.stream().mapToLong(Counts::ok).sum(),
        counts.stream().mapToLong(Counts::failed).sum(),
        0);
  }
}
