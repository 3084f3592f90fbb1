package dev.metaagent.conventions;

import org.jspecify.annotations.Nullable;

/**
 * Tokens and cost as one span reports them; null = not reported, never 0.
 *
 * @param inputTokens all input, cached parts included
 * @param outputTokens all output, reasoning included
 * @param reportedCostNanoUsd the sender's own cost, in billionths of a US dollar
 */
public record Usage(
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long cacheReadTokens,
    @Nullable Long cacheWriteTokens,
    @Nullable Long reasoningTokens,
    @Nullable Long reportedCostNanoUsd) {

  /** Nothing reported. */
  public static final Usage NONE = new Usage(null, null, null, null, null, null);

  /** Whether any token count is reported. */
  public boolean hasTokens() {
    return inputTokens != null || outputTokens != null;
  }

  /** The same sums, with the details of another report where this one has none. */
  Usage completedBy(Usage other) {
    return new Usage(
        inputTokens,
        outputTokens,
        cacheReadTokens == null ? other.cacheReadTokens : cacheReadTokens,
        cacheWriteTokens == null ? other.cacheWriteTokens : cacheWriteTokens,
        reasoningTokens == null ? other.reasoningTokens : reasoningTokens,
        reportedCostNanoUsd);
  }
}
