package dev.metaagent.llm;

import org.jspecify.annotations.Nullable;

/// What one model call used, in tokens; null is unknown. Input includes what was read from and
/// written to the cache, output includes reasoning.
///
/// @param batch whether it went through the provider's batch API
public record TokenUsage(
    @Nullable Long input,
    @Nullable Long output,
    @Nullable Long cacheRead,
    @Nullable Long cacheWrite,
    boolean batch) {}
