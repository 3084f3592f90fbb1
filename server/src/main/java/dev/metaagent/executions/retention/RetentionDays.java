package dev.metaagent.observe.retention;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Days that executions, and bodies of messages, are kept.
///
/// @param executionDays null where nothing of its own is said
@Schema(name = "RetentionDays")
record RetentionDays(
    @Schema(example = "30") @Nullable Integer executionDays,
    @Schema(example = "7") @Nullable Integer contentDays) {

  static final RetentionDays NONE = new RetentionDays(null, null);

  /// What holds where this is wished and the other is the longest: bodies never stay longer than
  /// the executions they belong to.
  RetentionDays within(int executions, int contents) {
    int kept = executionDays == null ? executions : Math.min(executionDays, executions);
    int bodies = contentDays == null ? contents : Math.min(contentDays, contents);
    return new RetentionDays(kept, Math.min(kept, bodies));
  }
}
