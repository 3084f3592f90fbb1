package dev.metaagent.executions;

import dev.metaagent.kernel.TraceId;
import java.time.Duration;

/// A part of a trace needs more processor time than one transaction may spend on it.
public final class WorkLimitExceededException extends RuntimeException {

  private final transient TraceId trace;

  public WorkLimitExceededException(TraceId trace, Duration allowed) {
    super("it takes more than %d ms to assemble".formatted(allowed.toMillis()));
    this.trace = trace;
  }

  public TraceId trace() {
    return trace;
  }
}
