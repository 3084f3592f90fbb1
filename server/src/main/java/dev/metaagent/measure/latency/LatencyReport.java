package dev.metaagent.measure.latency;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.query.TimeRange;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where the time of an agent's runs goes, from the actions of its newest runs in a range, beside a
/// range before it. Inside a tenant's transaction.
@Component
public class LatencyReport {

  private static final int SAMPLED = 300;
  private static final int SAMPLED_BRIEFLY = 100;
  private static final int SHOWN = 20;
  private static final double NANOS_PER_MS = 1e6;

  /// The answer.
  ///
  /// @param executions runs of the range that ended
  /// @param sampled how many of them, the newest, were looked at: all numbers below are theirs
  /// @param totalMs their duration together
  @Schema(name = "AgentLatency")
  public record Answer(
      Instant from,
      Instant to,
      long executions,
      long sampled,
      double totalMs,
      @Schema(description = "by total, the longest first; at most 20") List<Item> items,
      @Schema(description = "null: there is one page") @Nullable String nextCursor) {}

  /// The actions of one kind and name. Times are their own, without those of actions below them.
  ///
  /// @param share of the duration of the runs; actions that ran at the same time can make more than
  ///   1
  @Schema(name = "AgentLatencyItem")
  public record Item(
      @Schema(example = "tool") String kind,
      @Schema(example = "clickup.create_task") String name,
      long calls,
      double callsPerExecution,
      double totalMs,
      double share,
      double p50Ms,
      double p95Ms,
      String slowestExecutionId,
      @Schema(description = "in the range before; null when there were none")
          @Nullable Previous previous) {}

  @Schema(name = "AgentLatencyBefore")
  public record Previous(double p95Ms, double callsPerExecution) {}

  /// What made a slow agent slow: the action whose time for each run grew most.
  ///
  /// @param previousP95Ms before it became slow, null when it was not called then
  @Schema(name = "SlowAction")
  public record Slowest(
      String kind, String name, double p95Ms, @Nullable Double previousP95Ms, double share) {}

  private record Sample(List<SampleStore.Run> runs, List<ActionTimes.Sum> sums) {
    long totalNanos() {
      return runs.stream().mapToLong(SampleStore.Run::durationNanos).sum();
    }

    double perRun(ActionTimes.@Nullable Sum sum) {
      return sum == null || runs.isEmpty() ? 0 : (double) sum.totalNanos() / runs.size();
    }
  }

  private final SampleStore store;

  LatencyReport(SampleStore store) {
    this.store = store;
  }

  /// The range, beside the one of the same length before it.
  public Answer of(AgentId agent, TimeRange range) {
    Sample now = sample(agent, range, SAMPLED);
    Sample before =
        sample(agent, new TimeRange(range.from().minus(range.length()), range.from()), SAMPLED);
    return new Answer(
        range.from(),
        range.to(),
        store.count(agent, range),
        now.runs().size(),
        now.totalNanos() / NANOS_PER_MS,
        now.sums().stream().limit(SHOWN).map(sum -> item(sum, now, before)).toList(),
        null);
  }

  /// The action that explains best why runs of a range take longer than those before.
  public Optional<Slowest> slowest(AgentId agent, TimeRange range, TimeRange before) {
    Sample now = sample(agent, range, SAMPLED_BRIEFLY);
    Sample earlier = sample(agent, before, SAMPLED_BRIEFLY);
    return now.sums().stream()
        .max(
            Comparator.comparingDouble(sum ->
                now.perRun(sum) - earlier.perRun(ActionTimes.find(earlier.sums(), sum.what()))))
        .map(sum -> item(sum, now, earlier))
        .map(item ->
            new Slowest(
                item.kind(),
                item.name(),
                item.p95Ms(),
                item.previous() == null ? null : (Double) item.previous().p95Ms(),
                item.share()));
  }

  private Sample sample(AgentId agent, TimeRange range, int most) {
    List<SampleStore.Run> runs = store.newest(agent, range, most);
    return new Sample(runs, ActionTimes.of(store.actions(runs)));
  }

  private static Item item(ActionTimes.Sum sum, Sample now, Sample before) {
    ActionTimes.Sum earlier = ActionTimes.find(before.sums(), sum.what());
    return new Item(
        sum.what().kind(),
        sum.what().name(),
        sum.calls(),
        (double) sum.calls() / now.runs().size(),
        sum.totalNanos() / NANOS_PER_MS,
        now.totalNanos() == 0 ? 0 : (double) sum.totalNanos() / now.totalNanos(),
        sum.p50Nanos() / NANOS_PER_MS,
        sum.p95Nanos() / NANOS_PER_MS,
        sum.slowestRun(),
        earlier == null
            ? null
            : new Previous(
                earlier.p95Nanos() / NANOS_PER_MS,
                (double) earlier.calls() / before.runs().size()));
  }
}
