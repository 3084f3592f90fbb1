package dev.metaagent.policy;

import java.util.Optional;

/// Whether a run may make another action.
public final class LimitCheck {

  private LimitCheck() {}

  /// The name of the first limit that is reached: `maxActions`, `maxSeconds`, `maxCostUsd`. An
  /// unknown cost reaches no limit.
  public static Optional<String> reached(Limits limits, RunUsage usage) {
    if (limits.maxActions() != null && usage.actions() >= limits.maxActions()) {
      return Optional.of("maxActions");
    }
    if (limits.maxSeconds() != null && usage.seconds() >= limits.maxSeconds()) {
      return Optional.of("maxSeconds");
    }
    boolean spent =
        limits.maxCostUsd() != null
            && usage.costUsd() != null
            && usage.costUsd().compareTo(limits.maxCostUsd()) >= 0;
    return spent ? Optional.of("maxCostUsd") : Optional.empty();
  }

  /// A refusal of kind `limit` with the name of the limit as its reason.
  public static Optional<Refusal> refusal(Limits limits, RunUsage usage) {
    return reached(limits, usage).map(name -> new Refusal(RefusalKind.LIMIT, name));
  }
}
