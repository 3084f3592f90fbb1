package dev.metaagent.govern.trial;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an SDK would decide.
///
/// @param policyVersion of the policy that decided, the newest one
/// @param run null: no run was asked about
/// @param tool null: no tool call was asked about
/// @param prompt null: no prompt was asked about
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "PolicyTrial")
record TrialAnswer(
    Whose agent,
    long policyVersion,
    Instant issuedAt,
    @Nullable OfRun run,
    @Nullable OfTool tool,
    @Nullable OfPrompt prompt) {

  /// The agent of the policy.
  ///
  /// @param id null: it was not seen yet
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "PolicyTrialAgent")
  record Whose(@Nullable UUID id, String name) {}

  /// Why something is refused.
  ///
  /// @param reason what a person wrote, or the limit that is reached
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "PolicyTrialRefusal")
  record Refused(
      @Schema(allowableValues = {"stopped", "policyExpired", "limit", "denied"}) String kind,
      @Nullable String reason) {}

  /// Whether a new run may begin.
  ///
  /// @param bucket the place of its id, from 0 to 1; a stop admits those below its share
  /// @param share of the stop; null: neither the agent nor the fleet is stopped
  /// @param admitted whether the stop admits it; null: there is no stop
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "PolicyTrialOfRun")
  record OfRun(
      @Schema(allowableValues = {"permit", "refuse"}) String decision,
      @Nullable Refused refusal,
      double bucket,
      @Nullable Double share,
      @Nullable Boolean admitted) {}

  /// Whether a tool may be called.
  ///
  /// @param rule the one that decides; null: none does
  /// @param arguments with which it may be called, or about which a person is asked
  /// @param redacted whether they were changed
  /// @param question how a person is asked
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "PolicyTrialOfTool")
  record OfTool(
      @Schema(allowableValues = {"permit", "refuse", "ask"}) String decision,
      @Nullable Refused refusal,
      @Nullable OfRule rule,
      @Schema(implementation = Object.class) @Nullable JsonNode arguments,
      boolean redacted,
      @Nullable Asked question) {}

  /// A rule.
  ///
  /// @param place from 1
  /// @param of how many rules the policy has
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "PolicyTrialRule")
  record OfRule(
      String id,
      int place,
      int of,
      @Schema(allowableValues = {"allow", "deny", "ask", "redact"}) String effect,
      @Nullable String reason) {}

  /// A question to a person.
  ///
  /// @param expiresAt if it were asked now
  /// @param whenUnanswered the decision when nobody answers until then
  /// @param whenUnreachable the decision when it cannot be delivered
  @Schema(name = "PolicyTrialQuestion")
  record Asked(
      long askSeconds,
      Instant expiresAt,
      @Schema(allowableValues = {"permit", "refuse"}) String whenUnanswered,
      @Schema(allowableValues = {"permit", "refuse"}) String whenUnreachable) {}

  /// The prompt that is served.
  ///
  /// @param version null: the policy has none of that name, and the default in the code is used
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "PolicyTrialPrompt")
  record OfPrompt(
      String name,
      @Nullable Long version,
      @Nullable String content,
      List<String> variables,
      @Nullable String model,
      @Schema(implementation = Object.class) @Nullable JsonNode parameters) {}
}
