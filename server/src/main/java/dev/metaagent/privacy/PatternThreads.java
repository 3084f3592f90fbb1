package dev.metaagent.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A bounded pool of platform threads for the patterns of organizations. Requests run on virtual
/// threads, where a long computation would occupy a carrier thread; platform threads are scheduled
/// preemptively. One organization can occupy half of the pool at most, so that it never blocks the
/// others.
final class PatternThreads {

  private final ExecutorService threads;
  private final int each;
  private final Duration patience;
  private final ErrorCode busy;
  private final Cache<OrganizationId, Semaphore> permits =
      Caffeine.newBuilder().weakValues().build();

  /// @param patience how long a request waits for those of its own organization
  /// @param busy the error code after the timeout
  PatternThreads(String name, int size, Duration patience, ErrorCode busy) {
    this.threads =
        Executors.newFixedThreadPool(
            size, Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    this.each = Math.max(1, size / 2);
    this.patience = patience;
    this.busy = busy;
  }

  /// Runs work of one organization on the pool and waits for it.
  ///
  /// @throws MetaAgentException with the code of busy when the organization already does too much
  <T> T call(OrganizationId organization, Supplier<T> work) {
    Semaphore permit = permits.get(organization, _ -> new Semaphore(each));
    acquire(permit);
    try {
      return CompletableFuture.supplyAsync(work, threads).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw e;
    } finally {
      permit.release();
    }
  }

  private void acquire(Semaphore permit) {
    try {
      if (permit.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw MetaAgentException.busy(
        busy,
        "the patterns of this organization are still applied to earlier texts; come again",
        Duration.ofSeconds(1));
  }
}
