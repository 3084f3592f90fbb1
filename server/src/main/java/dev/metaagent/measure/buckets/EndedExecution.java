package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.AgentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An ended execution as it is counted.
///
/// @param bucket the start of the bucket in which it ended
public record EndedExecution(
    AgentId agent,
    Instant bucket,
    Dimensions dimensions,
    @Nullable Boolean success,
    boolean late,
    long actions,
    Tokens tokens,
    @Nullable Long costNano,
    int unpriced,
    @Nullable Long durationNanos,
    @Nullable String errorType) {}
