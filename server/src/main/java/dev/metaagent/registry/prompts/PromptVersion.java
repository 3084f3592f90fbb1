package dev.metaagent.registry.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One version of a prompt, which never changes.
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "PromptVersion")
record PromptVersion(
    @Schema(example = "14") int version,
    @Schema(
            description = "null: not for viewers",
            example = "Write a short answer to {{customer}}.")
        @Nullable String content,
    @Schema(description = "names that the content holds as {{name}}", example = "[\"customer\"]")
        List<String> variables,
    @Schema(description = "the model that it is meant for", example = "claude-sonnet-4-5")
        @Nullable String model,
    @Schema(
            implementation = Object.class,
            types = "object",
            description = "parameters of the call; not for viewers",
            example = "{\"temperature\":0.2}")
        @Nullable JsonNode parameters,
    @Schema(
            implementation = Object.class,
            types = "array",
            description = "tools that the model may call; not for viewers")
        @Nullable JsonNode tools,
    String createdBy,
    Instant createdAt,
    @Nullable String reason,
    @Schema(description = "the version that it was made from") @Nullable Integer parent,
    @Schema(
            description =
                "SHA-256 in hex over content, variables, model, parameters and tools: equal"
                    + " versions have equal ones")
        String contentHash) {

  /// The same for somebody who may not read contents.
  PromptVersion withoutContent() {
    return new PromptVersion(
        version,
        null,
        variables,
        model,
        null,
        null,
        createdBy,
        createdAt,
        reason,
        parent,
        contentHash);
  }
}
