package dev.metaagent.govern.settings;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people set for one agent, or for the fleet.
///
/// @param toolRules rules on tool calls, in order, as they stand in a policy
/// @param stop null: not stopped
public record PolicySettings(
    RunLimits limits, List<Map<String, Object>> toolRules, @Nullable Stop stop) {

  /// Nothing is set.
  public static final PolicySettings NONE =
      new PolicySettings(new RunLimits(null, null, null, null, null), List.of(), null);

  public PolicySettings {
    toolRules = List.copyOf(toolRules);
  }

  /// Limits of each run, and how long a policy holds without contact; null: not set here.
  ///
  /// @param maxActions actions of one run
  /// @param maxSeconds seconds from its beginning
  /// @param maxCostUsd USD of its calls of models
  /// @param maxAgeSeconds seconds without contact after which the policy is too old
  /// @param afterMaxAge `open` or `closed`: what an SDK does then
  public record RunLimits(
      @Nullable Integer maxActions,
      @Nullable Double maxSeconds,
      @Nullable BigDecimal maxCostUsd,
      @Nullable Integer maxAgeSeconds,
      @Nullable String afterMaxAge) {

    /// Whether any of them is set here.
    boolean isSet() {
      return maxActions != null
          || maxSeconds != null
          || maxCostUsd != null
          || maxAgeSeconds != null
          || afterMaxAge != null;
    }
  }

  /// New executions are refused.
  ///
  /// @param by who stopped
  /// @param share the share of new executions that is admitted all the same, from 0 up to, but not
  ///   including, 1
  /// @param resumed who let that share in; null while it is 0
  public record Stop(
      Instant since, String reason, String by, double share, @Nullable Resumption resumed) {}

  /// The last step in which new executions were admitted again.
  public record Resumption(Instant at, String reason, String by) {}
}
