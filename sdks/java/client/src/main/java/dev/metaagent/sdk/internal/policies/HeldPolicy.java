package dev.metaagent.sdk.internal.policies;

import dev.metaagent.policy.document.Documents;
import dev.metaagent.policy.document.Rejection;
import dev.metaagent.policy.document.Verdict;
import dev.metaagent.policy.signing.TrustedKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The policy that is held for one agent, and its age. Reading takes no lock.
public final class HeldPolicy {

  private record Contact(long nanos, Duration ageThen) {}

  private final String agent;
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final long waitUntil;
  private volatile @Nullable Held held;
  private volatile boolean agreed;
  private volatile Contact contact = new Contact(System.nanoTime(), Duration.ZERO);

  /// @param wait how long a first decision waits for the first answer of the server, from now on
  public HeldPolicy(String agent, Duration wait) {
    this.agent = agent;
    this.waitUntil = System.nanoTime() + wait.toNanos();
  }

  public String agent() {
    return agent;
  }

  public @Nullable Held held() {
    return held;
  }

  /// Time since the last contact that confirmed the policy, by a monotonic clock.
  public Duration age() {
    Contact last = contact;
    long since = System.nanoTime() - last.nanos;
    try {
      return last.ageThen.plusNanos(since);
    } catch (ArithmeticException beyondAnyAge) {
      return last.ageThen;
    }
  }

  /// Takes a document of the server if it may be taken; null then, else why not.
  synchronized Verdict.@Nullable Rejected offer(
      String document, TrustedKeys keys, Instant serverNow) {
    Held before = held;
    Long version = before == null ? null : (Long) before.policy().version();
    Verdict verdict = Documents.judge(document, agent, version, keys, serverNow);
    if (verdict instanceof Verdict.Accepted accepted) {
      hold(Held.of(accepted.policy(), document, Source.SERVER), Duration.ZERO);
      agreed = true;
      return null;
    }
    agreed = false;
    return (Verdict.Rejected) verdict;
  }

  /// Takes a document that was stored, unless the server was faster.
  synchronized @Nullable Rejection restore(
      StoredPolicy stored, TrustedKeys keys, Instant now, Duration age) {
    if (held != null) {
      return null;
    }
    Verdict verdict = Documents.judge(stored.document(), agent, null, keys, now);
    if (verdict instanceof Verdict.Accepted accepted) {
      hold(Held.of(accepted.policy(), stored.document(), Source.DISK), age);
      return null;
    }
    return ((Verdict.Rejected) verdict).why();
  }

  private void hold(Held next, Duration age) {
    contact = new Contact(System.nanoTime(), age);
    held = next;
    first.countDown();
    asked.countDown();
  }

  /// The server was asked for the first time, with or without an answer.
  void asked() {
    asked.countDown();
  }

  /// What is held; before the first answer of the server waits for it, for a bounded time.
  public @Nullable Held first() {
    if (held == null && asked.getCount() > 0) {
      try {
        var unused = asked.await(waitUntil - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return held;
  }

  /// The server confirmed the policy held.
  synchronized void confirmed() {
    Held current = held;
    if (current != null) {
      held = current.confirmed();
      agreed = true;
      contact = new Contact(System.nanoTime(), Duration.ZERO);
    }
  }

  /// A sign of life of the stream, which confirms the policy unless the server has another one that
  /// was not taken; whether it did.
  synchronized boolean pinged() {
    if (agreed) {
      confirmed();
    }
    return agreed;
  }

  /// Whether the last document or answer of the server agrees with what is held.
  boolean isAgreed() {
    return agreed;
  }

  /// Waits until a policy is held; false if the time passes before.
  public boolean await(Duration timeout) throws InterruptedException {
    return first.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }
}
