package dev.metaagent.sdk;

import dev.metaagent.policy.RefusalKind;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// A person decides. The future completes with a [Permit] or a [Refusal], at the latest soon after
/// `expiresAt` (by the server's clock), and never exceptionally.
public record Pending(
    String approvalId, Instant expiresAt, String rule, CompletableFuture<Decision> future)
    implements Decision {

  /// Waits for the decision.
  public Decision await() throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  @Override
  public Decision awaited() {
    try {
      return await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Refusal(RefusalKind.UNANSWERED, "interrupted", rule, null);
    }
  }
}
