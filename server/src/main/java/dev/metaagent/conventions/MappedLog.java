package dev.metaagent.conventions;

import java.util.UUID;

/**
 * One log record in MetaAgent's words. It is a row of its own, joined to its span on reading.
 *
 * @param rowId the same for the same record, however often it is sent
 * @param traceHigh the first 8 bytes of the trace id; both halves 0 = none
 * @param spanId 0 = none
 * @param timeNanos when it happened, or was observed
 * @param eventName the event's name; empty for a plain log line
 * @param run what the record says about the run: user and session often stand only here
 * @param hasContent whether it carries messages of its span
 */
public record MappedLog(
    UUID rowId,
    long traceHigh,
    long traceLow,
    long spanId,
    long timeNanos,
    String eventName,
    ExecutionFacts run,
    boolean hasContent) {

  /** Whether it belongs to an action. */
  public boolean hasSpan() {
    return spanId != 0 && (traceHigh != 0 || traceLow != 0);
  }
}
