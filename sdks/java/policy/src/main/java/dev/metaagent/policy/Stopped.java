package dev.metaagent.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The agent or the fleet is stopped; `share` of its new runs, 0 to 1, is still admitted.
public record Stopped(Instant since, @Nullable String reason, @Nullable String by, double share) {

  static final String SALT = "stop";

  public static Stopped parse(Fields fields) {
    return new Stopped(
        fields.time("since"),
        fields.textOrNull("reason"),
        fields.textOrNull("by"),
        fields.number("share", 0, 1));
  }

  /// Whether a new run with this id is admitted in spite of the stop.
  public boolean admits(String executionId) {
    return Bucket.of(SALT, executionId) < share;
  }
}
