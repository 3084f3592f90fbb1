package dev.metaagent.conventions;

import java.util.Objects;
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
 * @param tally what its tokens and cost are of
 * @param callKey two spans with one key are one call; null = unknown
 * @param acting the agent that the span itself names as the one that acts, null if it names none
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
    Tally tally,
    @Nullable String callKey,
    ExecutionBoundary boundary,
    ExecutionFacts run,
    @Nullable String acting,
    boolean meaningful,
    String convention,
    String scope) {

  private static final long CLOCKS_APART_NANOS = 5_000_000;

  /**
   * Why an action failed.
   *
   * @param type a class or code, without package noise
   * @param message its first line, at most 500 characters
   */
  public record ErrorFact(@Nullable String type, @Nullable String message) {}

  /**
   * The same span where another trace reports its call within a run: kept, no action of an agent,
   * and neither a run nor counted.
   */
  public MappedSpan toldElsewhere() {
    return new MappedSpan(
        spanId,
        parentSpanId,
        ActionKind.OTHER,
        name,
        status,
        startNanos,
        endNanos,
        model,
        provider,
        usage,
        timeToFirstTokenMillis,
        error,
        toolCallId,
        streamed,
        Tally.NONE,
        callKey,
        new ExecutionBoundary.Never("another run reports this call"),
        run,
        acting,
        false,
        convention,
        scope);
  }

  /**
   * Whether another span reports the same call although one of the two does not have its id:
   * another instrumentation of the same service, one within the time of the other, one model, and
   * the same tokens, whether or not the input includes cached ones, or in both an error.
   */
  public boolean looksLike(MappedSpan other) {
    return (callKey == null || other.callKey == null)
        && kind == other.kind
        && !scope.equals(other.scope)
        && Objects.equals(run.serviceName(), other.run.serviceName())
        && model != null
        && other.model != null
        && (model.startsWith(other.model) || other.model.startsWith(model))
        && sameResult(other)
        && (isWithin(other) || other.isWithin(this));
  }

  private boolean sameResult(MappedSpan other) {
    return outputTokens() == null
        ? isRefused() && other.isRefused()
        : Objects.equals(outputTokens(), other.outputTokens())
            && (sameInput(other) || other.sameInput(this));
  }

  private boolean isRefused() {
    return status == ActionStatus.ERROR && outputTokens() == null;
  }

  /** Whether a second report of it can be found without its id. */
  public boolean isComparable() {
    return kind == ActionKind.LLM && (outputTokens() != null || isRefused());
  }

  private boolean sameInput(MappedSpan other) {
    long cached = orZero(cacheReadTokens()) + orZero(cacheWriteTokens());
    long input = orZero(inputTokens());
    return input == orZero(other.inputTokens()) || input + cached == orZero(other.inputTokens());
  }

  private boolean isWithin(MappedSpan other) {
    return startNanos >= other.startNanos - CLOCKS_APART_NANOS
        && endNanos <= other.endNanos + CLOCKS_APART_NANOS;
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  /**
   * Whether it could be a second report of a call: a model call that nothing is above, which no
   * agent made.
   */
  public boolean maybeToldElsewhere() {
    return kind == ActionKind.LLM
        && parentSpanId == 0
        && acting == null
        && boundary instanceof ExecutionBoundary.WhenTopmost;
  }

  /** Whether its tokens count, unless another span reports the same call. */
  public boolean countsUsage() {
    return tally.isOfACall();
  }

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
