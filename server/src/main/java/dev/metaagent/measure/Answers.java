package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.NanoUsd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The shapes in which numbers leave the server. Money is a decimal string in US dollars, durations
/// are milliseconds; null is unknown.
final class Answers {

  private Answers() {}

  /// Quantiles of latency in milliseconds.
  record Latency(@Nullable Double p50, @Nullable Double p95, @Nullable Double p99) {
    static Latency of(Spread spread) {
      return new Latency(spread.quantile(0.5), spread.quantile(0.95), spread.quantile(0.99));
    }
  }

  /// An agent by id and name.
  record Agent(String id, @Nullable String name) {
    static Agent of(AgentId id, @Nullable String name) {
      return new Agent(id.toString(), name);
    }
  }

  /// How an agent did in a window up to `asOf`.
  record HealthAnswer(
      String window,
      long executions,
      Rate successRate,
      Latency latencyMs,
      @Nullable String costUsd,
      Tokens tokens,
      List<Tally.ErrorCount> errors,
      Instant asOf) {
    static HealthAnswer of(Health health) {
      return new HealthAnswer(
          health.window().wire(),
          health.executions(),
          health.successRate(),
          new Latency(health.p50(), health.p95(), health.p99()),
          NanoUsd.format(health.costNano()),
          health.tokens(),
          health.errors(),
          health.asOf());
    }
  }

  /// What an agent is meant to reach.
  record ObjectivesAnswer(double successRate, double latencyP95Ms, String costPerSuccessUsd) {
    static ObjectivesAnswer of(Objectives objectives) {
      String usd = NanoUsd.format(objectives.costPerSuccessNano());
      return new ObjectivesAnswer(
          objectives.successRate(), objectives.latencyP95Ms(), usd == null ? "0" : usd);
    }
  }

  /// One point of a ribbon.
  record RibbonPoint(
      Instant at, long executions, Rate successRate, @Nullable Double latencyP95Ms) {}

  /// One point of a series: the runs that ended in [at, at + step).
  record Point(
      Instant at,
      long executions,
      Rate successRate,
      Latency latencyMs,
      @Nullable String costUsd,
      Tokens tokens,
      long actions,
      List<Tally.ErrorCount> errors) {
    static Point of(Instant at, Tally tally) {
      return new Point(
          at,
          tally.executions(),
          tally.successRate(),
          Latency.of(tally.latencyMs),
          NanoUsd.format(tally.costNano),
          tally.tokens,
          tally.actions,
          tally.errors());
    }
  }

  /// One series: all runs (`by` null), or those with one value of a dimension (null: not known).
  record Series(@Nullable String by, @Nullable String label, List<Point> points) {}

  /// Series over one range. `stepMs` may be longer than was asked for, where finer numbers are no
  /// longer kept.
  record SeriesAnswer(
      Instant from, Instant to, long stepMs, boolean complete, List<Series> series) {}

  /// An agent with its health over the last hour.
  record AgentAnswer(
      String id,
      String name,
      @Nullable String framework,
      @Nullable String version,
      @Nullable String environment,
      @Nullable String owner,
      AgentStatus status,
      String statusReason,
      Instant firstSeenAt,
      Instant lastSeenAt,
      @Nullable Instant archivedAt,
      boolean simulated,
      HealthAnswer health,
      ObjectivesAnswer objectives,
      @Nullable String promptName,
      @Nullable String promptVersion,
      long runsPerHour,
      @Nullable Double tokensPerRun,
      @Nullable String costPerSuccessUsd,
      List<Alias> aliases,
      @Nullable List<RibbonPoint> ribbon) {
    AgentAnswer with(List<RibbonPoint> points) {
      return new AgentAnswer(
          id,
          name,
          framework,
          version,
          environment,
          owner,
          status,
          statusReason,
          firstSeenAt,
          lastSeenAt,
          archivedAt,
          simulated,
          health,
          objectives,
          promptName,
          promptVersion,
          runsPerHour,
          tokensPerRun,
          costPerSuccessUsd,
          aliases,
          points);
    }
  }

  /// Another name whose runs are an agent's runs.
  record Alias(String name) {}

  /// A change that was seen, with the success of the agent in the 24 hours before and after it.
  record ChangeAnswer(
      Instant at,
      Agent agent,
      String kind,
      String name,
      @Nullable String from,
      String to,
      @Nullable Rate before,
      @Nullable Rate after,
      @Nullable Difference difference) {}
}
