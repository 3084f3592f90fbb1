package dev.metaagent.measure.objectives;

/// What an agent is meant to reach.
///
/// @param successRate the share of runs that succeed, 0 to 1
/// @param latencyP95Ms the longest p95 of latency
/// @param costPerSuccessNano the most that one success may cost
public record Objectives(double successRate, double latencyP95Ms, long costPerSuccessNano) {

  public static final Objectives DEFAULT = new Objectives(0.98, 3_000, 50_000_000);
}
