package dev.metaagent.registry.deployments;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A version of an agent that was put in place, with the commit that it was built from.
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Deployment")
record Deployment(
    UUID id,
    Deployed agent,
    @Schema(example = "1.4.0") String version,
    @Schema(example = "production") @Nullable String environment,
    @Schema(example = "https://github.com/acme/order-desk") @Nullable String repository,
    @Schema(example = "main") @Nullable String ref,
    @Schema(example = "9d59409acf479dfa0df1aa568182e43e43df8bbe") String commit,
    @Schema(description = "when it was put in place") Instant at,
    String reportedBy,
    Instant reportedAt) {

  /// The agent of a deployment.
  @Schema(name = "DeployedAgent")
  record Deployed(UUID id, String name) {}
}
