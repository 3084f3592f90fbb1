package dev.metaagent.executions.assembly;

import dev.metaagent.executions.WorkLimitExceededException;
import dev.metaagent.kernel.TraceId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The processor time that the current thread may spend on one trace in one transaction. Time spent
/// waiting for the database, or for a processor, does not count, so exceeding it is caused by the
/// data.
public final class WorkLimit {

  /// No limit, for background jobs.
  public static final WorkLimit NONE = new WorkLimit(null, Duration.ZERO, Long.MAX_VALUE);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int STEPS_BETWEEN_CHECKS = 256;

  private final @Nullable TraceId trace;
  private final Duration allowed;
  private final long endsAt;
  private int steps;

  private WorkLimit(@Nullable TraceId trace, Duration allowed, long endsAt) {
    this.trace = trace;
    this.allowed = allowed;
    this.endsAt = endsAt;
  }

  /// A limit that begins now, for the current thread.
  public static WorkLimit of(TraceId trace, Duration allowed) {
    return new WorkLimit(trace, allowed, THREADS.getCurrentThreadCpuTime() + allowed.toNanos());
  }

  /// Counts one step of work.
  ///
  /// @throws WorkLimitExceededException when the time is spent
  void step() {
    if (trace != null
        && steps++ % STEPS_BETWEEN_CHECKS == 0
        && THREADS.getCurrentThreadCpuTime() > endsAt) {
      throw new WorkLimitExceededException(trace, allowed);
    }
  }
}
