package dev.metaagent.govern.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.registry.ServedPrompt;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The form of a policy in the description of the API; what is served is composed as JSON, because
/// its signature covers exactly those bytes.
///
/// @param version grows with each change of the content
/// @param issuedAt when the content changed last
/// @param maxAgeSeconds how long it holds without contact
/// @param afterMaxAge open or closed: what an SDK does then
/// @param prompts the production versions
/// @param tools rules on tool calls, in order
/// @param prices USD for a million tokens
/// @param stopped null: not stopped
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Policy")
record PolicyDocument(
    Named agent,
    long version,
    Instant issuedAt,
    int maxAgeSeconds,
    @Schema(allowableValues = {"open", "closed"}) String afterMaxAge,
    List<ServedPrompt> prompts,
    List<Map<String, Object>> tools,
    RunLimits limits,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Stop stopped,
    List<Price> prices,
    List<Map<String, Object>> routing,
    List<Map<String, Object>> breakers,
    List<Map<String, Object>> budgets,
    List<Map<String, Object>> experiments,
    List<Map<String, Object>> learnings,
    Signature signature) {

  /// Whose policy it is.
  ///
  /// @param id null: the agent was not seen yet
  /// @param name the name that was asked for
  @Schema(name = "PolicyAgent")
  record Named(@Nullable UUID id, String name) {}

  /// Limits of each run; null: none.
  @Schema(name = "PolicyLimits")
  record RunLimits(
      @Nullable Integer maxActions, @Nullable Double maxSeconds, @Nullable String maxCostUsd) {}

  /// The stop.
  ///
  /// @param share the share of new executions that is admitted
  @Schema(name = "PolicyStop")
  record Stop(Instant since, String reason, String by, double share) {}

  /// What a model costs; null: unknown.
  @Schema(name = "PolicyPrice")
  record Price(
      String model,
      @Nullable String input,
      @Nullable String output,
      @Nullable String cacheRead,
      @Nullable String cacheWrite) {}

  /// Ed25519 over the document without it.
  @Schema(name = "PolicySignature")
  record Signature(String keyId, String value) {}
}
