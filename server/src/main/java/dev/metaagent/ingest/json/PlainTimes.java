package dev.metaagent.ingest.json;

import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Kind;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.ingest.json.PlainExecution.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Start and end of a run, derived from the submitted times.
///
/// @param run the run
/// @param sentEnd the submitted end: 0 while it runs, 1 when it has ended at an unknown time
record PlainTimes(Span run, long sentEnd) {

  /// Nanoseconds since 1970; an end of 0 is not known.
  record Span(long startNanos, long endNanos) {}

  /// The times of a run submitted at some time: a run without an end has just ended.
  static PlainTimes of(PlainExecution sent, Instant now) {
    Times times = sent.times();
    boolean running = status(sent.status(), sent.error()) == Status.RUNNING;
    Long sentEnd = end(times);
    long end = running ? 0 : sentEnd == null ? nanos(now) : sentEnd;
    Long start = start(times);
    if (start == null) {
      long last = end == 0 ? nanos(now) : end;
      start = last - duration(times);
    }
    long rank = running ? 0 : sentEnd == null ? 1 : sentEnd;
    return new PlainTimes(new Span(start, end == 0 ? 0 : Math.max(start, end)), rank);
  }

  /// The times of a step: it begins at its own start, else at the end of the previous step, else at
  /// the start of the enclosing step.
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
