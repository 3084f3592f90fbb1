package dev.metaagent.fleet.agency;

import java.util.List;
import java.util.Locale;

/// The six agents.
///
/// Nothing here says how often one of them fails: that follows from its prompt, its model and its
/// input.
public enum Role {
  LEAD_RESEARCHER("Lead Researcher", 96, 12_000, 400),
  EMAIL_WRITER("Email Writer", 84, 9_000, 500),
  DELIVERABILITY_CHECKER("Deliverability Checker", 0, 6_000, 200),
  REPLY_CLASSIFIER("Reply Classifier", 214, 3_000, 120),
  TASK_AUTOMATOR("Task Automator", 45, 9_000, 200),
  REPORT_WRITER("Report Writer", 3, 15_000, 900);

  private final String agent;
  private final double perHour;
  private final double latencyLimitMs;
  private final int maxTokens;

  Role(String agent, double perHour, double latencyLimitMs, int maxTokens) {
    this.agent = agent;
    this.perHour = perHour;
    this.latencyLimitMs = latencyLimitMs;
    this.maxTokens = maxTokens;
  }

  /// The agent's name.
  public String agent() {
    return agent;
  }

  /// Its runs in a busy hour that nobody inside the fleet asks for; 0 when only others call it.
  public double perHour() {
    return perHour;
  }

  /// What people want its p95 of latency to be.
  public double latencyLimitMs() {
    return latencyLimitMs;
  }

  int maxTokens() {
    return maxTokens;
  }

  /// The fields without which its program cannot go on.
  List<String> fields() {
    return switch (this) {
      case LEAD_RESEARCHER -> List.of("summary", "signals", "fit");
      case EMAIL_WRITER -> List.of("subject", "body", "language");
      case DELIVERABILITY_CHECKER -> List.of("deliverable", "risk", "reason");
      case REPLY_CLASSIFIER -> List.of("label", "confidence", "next_step");
      case TASK_AUTOMATOR -> List.of("task", "due", "assignee");
      case REPORT_WRITER -> List.of("headline", "report");
    };
  }

  /// How its prompt is called.
  public String prompt() {
    return agent.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /// The version of its prompt before anything changes in the live part.
  public int promptVersion() {
    return switch (this) {
      case LEAD_RESEARCHER -> 22;
      case EMAIL_WRITER -> 13;
      case DELIVERABILITY_CHECKER -> 3;
      case REPLY_CLASSIFIER -> 9;
      case TASK_AUTOMATOR -> 6;
      case REPORT_WRITER -> 4;
    };
  }

  /// A number that stays the same whatever stands before it in the list.
  public long number() {
    return agent.hashCode();
  }
}
