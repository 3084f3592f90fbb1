package dev.metaagent.ingest;

import dev.metaagent.kernel.OrganizationId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A queue for each organization, served round-robin by a few workers. The last free worker is
/// given only to an organization that has none, so that slow work of one organization never
/// occupies all of them.
///
/// @param <T> an entry
final class FairQueue<T> {

  /// Entries of one organization that are processed together.
  record Group<T>(OrganizationId organization, List<T> entries) {}

  private final int workers;
  private final ToIntFunction<T> sizeOf;
  private final int sizeTogether;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<OrganizationId, WaitingEntries<T>> queues = new LinkedHashMap<>();
  private int busy;
  private boolean closed;

  /// @param sizeTogether entries are added to a group until they reach it
  FairQueue(int workers, ToIntFunction<T> sizeOf, int sizeTogether, LongSupplier nanoTime) {
    this.workers = workers;
    this.sizeOf = sizeOf;
    this.sizeTogether = sizeTogether;
    this.nanoTime = nanoTime;
  }

  /// Adds an entry unless the queue is closed; returns whether it did.
  boolean add(OrganizationId organization, T entry) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      queues.computeIfAbsent(organization, _ -> new WaitingEntries<>(sizeOf)).add(entry);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next group; null when the queue is closed and empty. The caller must return the
  /// group with {@link #done}.
  @Nullable Group<T> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed && queues.values().stream().allMatch(WaitingEntries::isEmpty)) {
          return null;
        }
        long now = nanoTime.getAsLong();
        long wait = Long.MAX_VALUE;
        for (Map.Entry<OrganizationId, WaitingEntries<T>> each : queues.entrySet()) {
          long ready = readyIn(each.getValue(), now);
          if (ready <= 0) {
            return group(each.getKey(), each.getValue(), now);
          }
          wait = Math.min(wait, ready);
        }
        changed.awaitNanos(wait);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The time until an organization may have a worker, as far as is known.
  private long readyIn(WaitingEntries<T> waiting, long now) {
    boolean free = workers - busy > 1 || waiting.workers() == 0;
    if (waiting.isEmpty() || !free) {
      return Long.MAX_VALUE;
    }
    return closed ? 0 : waiting.readyIn(now);
  }

  private Group<T> group(OrganizationId organization, WaitingEntries<T> waiting, long now) {
    List<T> entries = waiting.take(sizeTogether, now);
    busy++;
    // to the end of the line
    queues.remove(organization);
    queues.put(organization, waiting);
    changed.signal();
    return new Group<>(organization, entries);
  }

  void done(Group<T> group) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      busy--;
      WaitingEntries<T> waiting = queues.get(group.organization());
      if (waiting != null) {
        waiting.done(group.entries().size(), now);
      }
      queues.values().removeIf(each -> each.forgettable(now));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Lets workers end once the queue is empty.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
