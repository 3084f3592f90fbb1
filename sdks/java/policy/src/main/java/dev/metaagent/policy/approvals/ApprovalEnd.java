package dev.metaagent.policy.approvals;

import dev.metaagent.policy.FailMode;
import dev.metaagent.policy.Refusal;
import dev.metaagent.policy.RefusalKind;
import dev.metaagent.policy.rules.WhenUnanswered;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a question stands.
public sealed interface ApprovalEnd {

  record Pending() implements ApprovalEnd {}

  record Permitted() implements ApprovalEnd {}

  record Refused(Refusal refusal) implements ApprovalEnd {}

  /// At `now` by the server's clock. An answer counts even after the expiry.
  static ApprovalEnd of(Question question, Instant now) {
    Question.Answer answer = question.answer();
    String state = answer == null ? "pending" : answer.state();
    return switch (state) {
      case "approved" -> new Permitted();
      case "denied" ->
          refused(RefusalKind.DENIED_BY_PERSON, answer == null ? null : answer.reason());
      case "expired" -> unanswered(question);
      default -> unanswered(question, now);
    };
  }

  private static ApprovalEnd unanswered(Question question, Instant now) {
    boolean expired = !now.isBefore(question.expiresAt());
    if (question.rejected() || (expired && !question.delivered())) {
      return unreachable(question);
    }
    return expired ? unanswered(question) : new Pending();
  }

  private static ApprovalEnd unanswered(Question question) {
    return question.whenUnanswered() == WhenUnanswered.ALLOW
        ? new Permitted()
        : refused(RefusalKind.UNANSWERED, null);
  }

  private static ApprovalEnd unreachable(Question question) {
    return question.whenUnreachable() == FailMode.OPEN
        ? new Permitted()
        : refused(RefusalKind.UNREACHABLE, null);
  }

  private static ApprovalEnd refused(RefusalKind kind, @Nullable String reason) {
    return new Refused(new Refusal(kind, reason));
  }
}
