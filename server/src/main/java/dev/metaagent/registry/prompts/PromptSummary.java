package dev.metaagent.registry.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A prompt as lists show it.
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "PromptSummary")
record PromptSummary(
    @Schema(example = "email/answer") String name,
    @Schema(description = "whose prompt it is; null: of every agent") @Nullable Owner agent,
    @Schema(
            description = "the version that each label names; policies serve production",
            example = "{\"production\":13,\"candidate\":14}")
        Map<String, Integer> labels,
    @Schema(example = "14") int latestVersion,
    @Schema(example = "14") int versionCount,
    String createdBy,
    Instant createdAt) {

  /// The agent of a prompt.
  @Schema(name = "PromptAgent")
  record Owner(UUID id, String name) {}
}
