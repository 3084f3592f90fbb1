package dev.metaagent.sdk;

import dev.metaagent.policy.RefusalKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Refused, as a value. `rule` is the id of the rule that decided, `resetsAt` when asking again may
/// help; null if unknown.
public record Refusal(
    RefusalKind kind, @Nullable String reason, @Nullable String rule, @Nullable Instant resetsAt)
    implements Decision {

  static Refusal of(dev.metaagent.policy.Refusal refusal, @Nullable String rule) {
    return new Refusal(refusal.kind(), refusal.reason(), rule, null);
  }

  /// A sentence for people and models.
  public String sentence() {
    String why = reason == null ? "" : ": " + reason;
    return "Refused by policy (" + kind.text() + ")" + why;
  }

  @Override
  public Decision awaited() {
    return this;
  }
}
