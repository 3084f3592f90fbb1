package dev.metaagent.policy;

import org.jspecify.annotations.Nullable;

/// Tokens of a model call; null is unknown. Input includes what came from and went to the cache.
public record TokenUsage(
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long cacheReadTokens,
    @Nullable Long cacheWriteTokens) {}
