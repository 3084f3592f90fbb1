package dev.metaagent.observe.doors;

import dev.metaagent.observe.doors.PlainExecution.Fault;
import dev.metaagent.observe.doors.PlainExecution.Kind;
import dev.metaagent.observe.doors.PlainExecution.Status;
import dev.metaagent.observe.doors.PlainExecution.Step;
import dev.metaagent.observe.doors.PlainExecution.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a run began and ended, as far as it follows from what was told.
///
/// @param run the run
/// @param toldEnd the end as told: 0 while it runs, 1 when it has ended at a time that was not told
record PlainTimes(Span run, long toldEnd) {

  /// Nanoseconds since 1970; an end of 0 is not known.
  record Span(long startNanos, long endNanos) {}

  /// The times of a run that was told at some time: where it does not say when it ended, it has
  /// just ended.
  static PlainTimes of(PlainExecution told, Instant now) {
    Times times = told.times();
    boolean running = status(told.status(), told.error()) == Status.RUNNING;
    Long toldEnd = end(times);
    long end = running ? 0 : toldEnd == null ? nanos(now) : toldEnd;
    Long start = start(times);
    if (start == null) {
      long last = end == 0 ? nanos(now) : end;
      start = last - duration(times);
    }
    long rank = running ? 0 : toldEnd == null ? 1 : toldEnd;
    return new PlainTimes(new Span(start, end == 0 ? 0 : Math.max(start, end)), rank);
  }

  /// The times of a step: it begins where it says, else where the step before it ended, else where
  /// that which is around it began.
  static Span step(Step step, Span around, @Nullable Span before) {
    Times times = step.times();
    Long start = start(times);
    if (start == null) {
      start = before == null || before.endNanos() == 0 ? around.startNanos() : before.endNanos();
    }
    if (status(step.status(), step.error()) == Status.RUNNING) {
      return new Span(start, 0);
    }
    Long end = end(times);
    if (end == null && times.durationMs() != null) {
      end = start + duration(times);
    }
    if (end == null && step.kind() == Kind.AGENT) {
      // a nested run that has ended needs an end
      end = Math.max(start, around.endNanos());
    }
    return new Span(start, end == null ? 0 : Math.max(start, end));
  }

  static Status status(@Nullable Status said, @Nullable Fault fault) {
    if (said != null) {
      return said;
    }
    return fault == null ? Status.OK : Status.ERROR;
  }

  private static @Nullable Long start(Times times) {
    if (times.startedAt() != null) {
      return nanos(times.startedAt());
    }
    return times.endedAt() == null ? null : Long.valueOf(nanos(times.endedAt()) - duration(times));
  }

  private static @Nullable Long end(Times times) {
    if (times.endedAt() != null) {
      return nanos(times.endedAt());
    }
    return times.startedAt() == null || times.durationMs() == null
        ? null
        : Long.valueOf(nanos(times.startedAt()) + duration(times));
  }

  private static long duration(Times times) {
    return times.durationMs() == null ? 0 : Math.round(times.durationMs() * 1e6);
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }
}
