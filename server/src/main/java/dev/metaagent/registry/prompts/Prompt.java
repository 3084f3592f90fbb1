package dev.metaagent.registry.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A prompt with a page of its versions.
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Prompt")
record Prompt(
    @Schema(example = "email/answer") String name,
    @Schema(description = "whose prompt it is; null: of every agent")
        PromptSummary.@Nullable Owner agent,
    @Schema(
            description = "the version that each label names; policies serve production",
            example = "{\"production\":13,\"candidate\":14}")
        Map<String, Integer> labels,
    @Schema(example = "14") int latestVersion,
    @Schema(example = "14") int versionCount,
    String createdBy,
    Instant createdAt,
    @Schema(description = "newest first") List<PromptVersion> versions,
    @Schema(description = "where the next page of versions begins; null at the end")
        @Nullable String nextCursor) {

  static Prompt of(
      PromptSummary summary, List<PromptVersion> versions, @Nullable String nextCursor) {
    return new Prompt(
        summary.name(),
        summary.agent(),
        summary.labels(),
        summary.latestVersion(),
        summary.versionCount(),
        summary.createdBy(),
        summary.createdAt(),
        versions,
        nextCursor);
  }
}
