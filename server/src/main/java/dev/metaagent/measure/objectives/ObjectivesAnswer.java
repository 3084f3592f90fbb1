package dev.metaagent.measure.objectives;

import dev.metaagent.kernel.NanoUsd;

/// What an agent is meant to reach.
public record ObjectivesAnswer(double successRate, double latencyP95Ms, String costPerSuccessUsd) {
  public static ObjectivesAnswer of(Objectives objectives) {
    String usd = NanoUsd.format(objectives.costPerSuccessNano());
    return new ObjectivesAnswer(
        objectives.successRate(), objectives.latencyP95Ms(), usd == null ? "0" : usd);
  }
}
