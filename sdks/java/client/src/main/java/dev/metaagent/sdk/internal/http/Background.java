package dev.metaagent.sdk.internal.http;

import dev.metaagent.sdk.internal.report.Problems;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Two daemon threads for questions and outcomes.
public final class Background implements AutoCloseable {

  private final Problems problems;
  private final ScheduledThreadPoolExecutor threads;

  public Background(Problems problems) {
    this.problems = problems;
    this.threads =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread daemon = new Thread(task, "metaagent-background");
              daemon.setDaemon(true);
              return daemon;
            });
    threads.setRemoveOnCancelPolicy(true);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  public void run(Runnable task) {
    runAfter(Duration.ZERO, task);
  }

  public void runAfter(Duration delay, Runnable task) {
    try {
      var unused = threads.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      problems.report("closed", "The SDK is closed and takes nothing more.");
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      problems.report("background", "A task of the SDK failed: " + e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
