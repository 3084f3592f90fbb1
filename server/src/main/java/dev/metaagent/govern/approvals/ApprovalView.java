package dev.metaagent.govern.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One question of a tool rule, as the API shows it.
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Approval")
record ApprovalView(
    UUID id,
    Agent agent,
    @Nullable String executionId,
    @Schema(example = "issue_refund") String tool,
    @Schema(
            implementation = Object.class,
            description =
                "without personal data and secrets; null for a viewer, and where an SDK sends no"
                    + " content")
        @Nullable JsonNode arguments,
    @Schema(description = "arguments are kept, but not shown to this caller")
        boolean argumentsHidden,
    @Nullable String ruleId,
    @Schema(description = "the reason that the rule gave when it was asked")
        @Nullable String ruleReason,
    @Schema(description = "the rule as it stood when it asked; null: not known")
        @Nullable AskedRule rule,
    @Schema(
            allowableValues = {"allow", "deny"},
            description = "what becomes of the call when nobody answers; null: not known")
        @Nullable String whenUnanswered,
    ApprovalState state,
    Instant askedAt,
    Instant expiresAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Schema(description = "why it was decided so") @Nullable String reason) {

  /// Whose call it is.
  @Schema(name = "ApprovalAgent")
  record Agent(UUID id, String name) {}

  static ApprovalView of(Approval approval, String agent, boolean bodies) {
    AskedRule rule = approval.rule();
    return new ApprovalView(
        approval.id(),
        new Agent(approval.agent().value(), agent),
        approval.executionId(),
        approval.tool(),
        bodies ? approval.arguments() : null,
        !bodies && approval.arguments() != null,
        approval.ruleId(),
        approval.ruleReason(),
        rule == null || bodies ? rule : rule.withoutArguments(),
        rule == null ? null : rule.whenUnanswered(),
        approval.state(),
        approval.askedAt(),
        approval.expiresAt(),
        approval.decidedBy(),
        approval.decidedAt(),
        approval.reason());
  }
}
