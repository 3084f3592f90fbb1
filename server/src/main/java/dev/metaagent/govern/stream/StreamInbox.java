package dev.metaagent.govern.stream;

import dev.metaagent.govern.policy.PolicyKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits to be sent over one stream: which policies have changed, each once however often it
/// changed, and messages about approvals, up to a limit beyond which the stream ends. Putting
/// something in never waits for the client.
final class StreamInbox {

  static final int MOST_APPROVALS = 1_000;

  /// What is to be sent next.
  ///
  /// @param ended the stream is to end
  record Batch(Set<PolicyKey> policies, List<ApprovalMessage> approvals, boolean ended) {
    boolean isEmpty() {
      return policies.isEmpty() && approvals.isEmpty();
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Set<PolicyKey> policies = new HashSet<>();
  private final Deque<ApprovalMessage> approvals = new ArrayDeque<>();
  private boolean ended;

  void policies(Collection<PolicyKey> changed) {
    lock.lock();
    try {
      policies.addAll(changed);
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void approval(ApprovalMessage message) {
    lock.lock();
    try {
      if (approvals.size() >= MOST_APPROVALS) {
        ended = true;
      } else {
        approvals.add(message);
      }
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until something is there, or the time is over.
  Batch take(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!ended && policies.isEmpty() && approvals.isEmpty() && left > 0) {
        left = filled.awaitNanos(left);
      }
      Batch batch = new Batch(Set.copyOf(policies), new ArrayList<>(approvals), ended);
      policies.clear();
      approvals.clear();
      return batch;
    } finally {
      lock.unlock();
    }
  }
}
