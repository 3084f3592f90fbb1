package dev.metaagent.sdk.internal.approvals;

import dev.metaagent.policy.Refusal;
import dev.metaagent.policy.approvals.ApprovalEnd;
import dev.metaagent.policy.approvals.Question;
import dev.metaagent.policy.rules.Rule;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A question until it has ended. Its future holds the refusal, or nothing where it was permitted.
public final class OpenQuestion {

  private final String id;
  private final String body;
  private final Instant expiresAt;
  private final Rule rule;
  private final CompletableFuture<Optional<Refusal>> end = new CompletableFuture<>();
  private boolean delivered;
  private boolean rejected;
  private int failures;
  private Question.@Nullable Answer answer;

  OpenQuestion(String id, String body, Instant expiresAt, Rule rule) {
    this.id = id;
    this.body = body;
    this.expiresAt = expiresAt;
    this.rule = rule;
  }

  public String id() {
    return id;
  }

  /// By the server's clock.
  public Instant expiresAt() {
    return expiresAt;
  }

  public CompletableFuture<Optional<Refusal>> end() {
    return end;
  }

  String body() {
    return body;
  }

  synchronized boolean isDelivered() {
    return delivered;
  }

  synchronized void delivered() {
    delivered = true;
  }

  synchronized void rejected() {
    rejected = true;
  }

  synchronized int failed() {
    return ++failures;
  }

  synchronized void answered(String state, @Nullable String reason) {
    delivered = true;
    answer = new Question.Answer(state, reason);
  }

  /// Whether it has ended by now; then its future is complete.
  boolean settle(Instant now) {
    ApprovalEnd how = ApprovalEnd.of(question(), now);
    if (how instanceof ApprovalEnd.Refused refused) {
      end.complete(Optional.of(refused.refusal()));
    } else if (how instanceof ApprovalEnd.Permitted) {
      end.complete(Optional.empty());
    }
    return end.isDone();
  }

  private synchronized Question question() {
    return new Question(
        expiresAt,
        Objects.requireNonNull(rule.whenUnanswered()),
        Objects.requireNonNull(rule.whenUnreachable()),
        delivered,
        rejected,
        answer);
  }
}
