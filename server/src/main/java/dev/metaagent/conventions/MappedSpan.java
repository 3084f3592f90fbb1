package dev.metaagent.conventions;

import org.jspecify.annotations.Nullable;

/**
 * One span in MetaAgent's words: an action, and what it says about its run.
 *
 * @param spanId the 8 bytes as a number; 0 = not a valid id
 * @param parentSpanId 0 = none
 * @param name the tool's or agent's own name where there is one, otherwise the span's
 * @param endNanos 0 = not ended
 * @param model the answering model, or the requested one
 * @param provider the model's provider by its OpenTelemetry name; a framework's name is not one
 * @param error null unless the status is ERROR
 * @param countsUsage false: tokens here repeat those of spans below, or there are none
 * @param callKey two spans with one key are one call; null = unknown
 * @param meaningful an action of an agent, not plain HTTP, database or set-up work
 * @param convention the convention that named the kind, or "none"
 * @param scope the instrumentation scope's name
 */
public record MappedSpan(
    long spanId,
    long parentSpanId,
    ActionKind kind,
    String name,
    ActionStatus status,
    long startNanos,
    long endNanos,
    @Nullable String model,
    @Nullable String provider,
    Usage usage,
    @Nullable Long timeToFirstTokenMillis,
    @Nullable ErrorFact error,
    @Nullable String toolCallId,
    boolean streamed,
    boolean countsUsage,
    @Nullable String callKey,
    ExecutionBoundary boundary,
    ExecutionFacts run,
    boolean meaningful,
    String convention,
    String scope) {

  /**
   * Why an action failed.
   *
   * @param type a class or code, without package noise
   * @param message its first line, at most 500 characters
   */
  public record ErrorFact(@Nullable String type, @Nullable String message) {}

  /** Input tokens, cached parts included. */
  public @Nullable Long inputTokens() {
    return usage.inputTokens();
  }

  /** Output tokens, reasoning included. */
  public @Nullable Long outputTokens() {
    return usage.outputTokens();
  }

  /** Input tokens that were read from a cache. */
  public @Nullable Long cacheReadTokens() {
    return usage.cacheReadTokens();
  }

  /** Input tokens that were written to a cache. */
  public @Nullable Long cacheWriteTokens() {
    return usage.cacheWriteTokens();
  }

  /** Output tokens that were spent on reasoning. */
  public @Nullable Long reasoningTokens() {
    return usage.reasoningTokens();
  }

  /** The sender's own cost, in billionths of a US dollar. */
  public @Nullable Long reportedCostNanoUsd() {
    return usage.reportedCostNanoUsd();
  }

  /** The class of the error. */
  public @Nullable String errorType() {
    return error == null ? null : error.type();
  }

  /** The first line of the error. */
  public @Nullable String errorMessage() {
    return error == null ? null : error.message();
  }
}
