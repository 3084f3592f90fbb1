package dev.metaagent.audit;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What somebody changed, before it is written into the journal.
///
/// @param actor who
/// @param action what was done: `<thing>.<verb>`
/// @param subject to what
/// @param reason why, where the actor gave a reason; personal data in it is replaced
/// @param details the change as JSON text; no personal data and no secrets
public record Change(
    String actor,
    String action,
    String subject,
    @Nullable String reason,
    @Nullable String details) {

  public Change(String actor, String action, String subject, @Nullable String reason) {
    this(actor, action, subject, reason, null);
  }

  /// The same with another reason.
  Change map(UnaryOperator<String> change) {
    return reason == null
        ? this
        : new Change(actor, action, subject, change.apply(reason), details);
  }
}
