package dev.metaagent.govern.approvals;

import dev.metaagent.kernel.AgentId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One question, as it is kept.
///
/// @param arguments without personal data and secrets; null: they were not sent
/// @param ruleReason the reason that the rule gave when it was asked
/// @param rule the rule as it stood when it asked; null: not known
/// @param askedBy id of the API key; null: another caller
/// @param reason why it was decided so
record Approval(
    UUID id,
    AgentId agent,
    @Nullable String executionId,
    String tool,
    @Nullable JsonNode arguments,
    @Nullable String ruleId,
    @Nullable String ruleReason,
    @Nullable AskedRule rule,
    ApprovalState state,
    Instant askedAt,
    Instant expiresAt,
    @Nullable String askedBy,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String reason) {

  /// The same question at a moment: it is expired from its time on, whether or not a job noticed.
  Approval at(Instant now) {
    return state == ApprovalState.PENDING && !now.isBefore(expiresAt)
        ? in(ApprovalState.EXPIRED)
        : this;
  }

  /// The same question in another state.
  private Approval in(ApprovalState other) {
    return new Approval(
        id,
        agent,
        executionId,
        tool,
        arguments,
        ruleId,
        ruleReason,
        rule,
        other,
        askedAt,
        expiresAt,
        askedBy,
        decidedBy,
        decidedAt,
        reason);
  }
}
