package dev.metaagent.search;

import org.jspecify.annotations.Nullable;

/// The numbers of the executions with one value.
///
/// @param key the value, null when they have none
/// @param unpriced runs with a model call whose price is not known
public record GroupTally(
    @Nullable String key,
    long ok,
    long failed,
    long executions,
    @Nullable Long costNano,
    long unpriced,
    @Nullable Long tokens,
    @Nullable Long p95Nanos) {}
