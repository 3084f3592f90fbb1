package dev.metaagent.fleet.agency;

import java.time.Duration;
import java.time.Instant;

/// What the agency changed and when: which prompt, model and release an agent runs with at a time.
///
/// @param examples when the prompt of Email Writer got an example (v13)
/// @param smallModel when Reply Classifier moved to a smaller model
/// @param release when Lead Researcher was released anew
/// @param reports when Report Writer began
/// @param slowBoard when the task board became slow
/// @param natural when Email Writer was to sound more natural and lost its schema (v14)
public record Story(
    Instant examples,
    Instant smallModel,
    Instant release,
    Instant reports,
    Instant slowBoard,
    Instant natural) {

  /// How an agent is set up.
  public record Setup(int promptVersion, String model, String release) {}

  /// The days before a moment at which the newest change is still to come.
  public static Story before(Instant now, Duration history, Instant natural) {
    return new Story(
        now.minus(history.multipliedBy(64).dividedBy(100)),
        now.minus(history.multipliedBy(27).dividedBy(100)),
        now.minus(history.multipliedBy(45).dividedBy(100)),
        now.minus(history.multipliedBy(56).dividedBy(100)),
        now.minus(Duration.ofMinutes(310)),
        natural);
  }

  /// Everything but the newest change lies behind.
  public static Story after(Instant natural) {
    Instant longAgo = Instant.EPOCH;
    return new Story(longAgo, longAgo, longAgo, longAgo, longAgo, natural);
  }

  /// Whether an agent works for the agency at a time.
  public boolean works(Role role, Instant at) {
    return role != Role.REPORT_WRITER || !at.isBefore(reports);
  }

  public Setup setup(Role role, Instant at) {
    int prompt = role.promptVersion();
    return switch (role) {
      case EMAIL_WRITER ->
          new Setup(
              at.isBefore(examples) ? prompt - 1 : at.isBefore(natural) ? prompt : prompt + 1,
              "claude-sonnet-4-5",
              "5.2.0");
      case LEAD_RESEARCHER ->
          new Setup(prompt, "claude-sonnet-4-5", at.isBefore(release) ? "2.3.1" : "2.4.0");
      case REPLY_CLASSIFIER ->
          new Setup(
              prompt, at.isBefore(smallModel) ? "claude-sonnet-4-5" : "claude-haiku-4-5", "3.0.4");
      case DELIVERABILITY_CHECKER -> new Setup(prompt, "claude-haiku-4-5", "1.7.0");
      case TASK_AUTOMATOR -> new Setup(prompt, "gpt-5-mini", "4.1.2");
      case REPORT_WRITER -> new Setup(prompt, "claude-sonnet-4-5", "1.0.0");
    };
  }
}
