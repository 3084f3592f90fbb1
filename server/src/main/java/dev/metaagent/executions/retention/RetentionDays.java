package dev.metaagent.executions.retention;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Days that executions, and bodies of messages, are kept.
///
/// @param executionDays null for no setting of its own
@Schema(name = "RetentionDays")
record RetentionDays(
    @Schema(example = "30") @Nullable Integer executionDays,
    @Schema(example = "7") @Nullable Integer contentDays) {

  /// Effective days.
  @Schema(name = "RetentionKept")
  record Kept(int executionDays, int contentDays) {}

  static final RetentionDays NONE = new RetentionDays(null, null);

  /// The effective retention within an upper bound: bodies are never kept longer than their
  /// executions.
  Kept within(int executions, int contents) {
    int kept = executionDays == null ? executions : Math.min(executionDays, executions);
    int bodies = contentDays == null ? contents : Math.min(contentDays, contents);
    return new Kept(kept, Math.min(kept, bodies));
  }
}
