package dev.metaagent.policy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a run may begin.
public final class Begin {

  private Begin() {}

  /// The refusal under a policy; empty if the run may begin.
  ///
  /// @param age time since the last contact that confirmed the policy
  public static Optional<Refusal> refusal(
      Freshness freshness, @Nullable Stopped stopped, String executionId, Duration age) {
    if (stopped != null && !stopped.admits(executionId)) {
      return Optional.of(new Refusal(RefusalKind.STOPPED, stopped.reason()));
    }
    return freshness.refusal(age);
  }

  /// The refusal where there is no policy.
  public static Optional<Refusal> withoutPolicy(FailMode asked) {
    return asked == FailMode.CLOSED
        ? Optional.of(new Refusal(RefusalKind.NO_POLICY, null))
        : Optional.empty();
  }
}
