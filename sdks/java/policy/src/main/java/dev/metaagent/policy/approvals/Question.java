package dev.metaagent.policy.approvals;

import dev.metaagent.policy.FailMode;
import dev.metaagent.policy.rules.WhenUnanswered;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known about a question: until when it may be answered (by the server's clock), whether
/// the server has it or refused it, and the answer.
public record Question(
    Instant expiresAt,
    WhenUnanswered whenUnanswered,
    FailMode whenUnreachable,
    boolean delivered,
    boolean rejected,
    @Nullable Answer answer) {

  /// State `approved`, `denied` or `expired`; any other one is no answer yet.
  public record Answer(String state, @Nullable String reason) {}
}
