package dev.metaagent.govern.settings;

import dev.metaagent.govern.settings.PolicySettings.RunLimits;
import org.jspecify.annotations.Nullable;

/// The limits that apply to an agent: of each the agent's own value, else the fleet's, else the
/// default.
public final class EffectiveLimits {

  /// Seconds without contact after which a policy is too old, where nothing is set.
  public static final int MAX_AGE_SECONDS = 3_600;

  /// What an SDK does with a policy that is too old, where nothing is set: it goes on.
  public static final String AFTER_MAX_AGE = "open";

  private EffectiveLimits() {}

  /// The limits that follow from what is set for the agent and for the fleet.
  public static RunLimits of(RunLimits own, RunLimits fleet) {
    return new RunLimits(
        first(own.maxActions(), fleet.maxActions()),
        first(own.maxSeconds(), fleet.maxSeconds()),
        first(own.maxCostUsd(), fleet.maxCostUsd()),
        first(first(own.maxAgeSeconds(), fleet.maxAgeSeconds()), MAX_AGE_SECONDS),
        first(first(own.afterMaxAge(), fleet.afterMaxAge()), AFTER_MAX_AGE));
  }

  private static <T> @Nullable T first(@Nullable T own, @Nullable T fleet) {
    return own == null ? fleet : own;
  }
}
