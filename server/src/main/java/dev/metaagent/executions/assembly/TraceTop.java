package dev.metaagent.executions.assembly;

import org.jspecify.annotations.Nullable;

/// The topmost known spans of a trace without a beginning: the run begins with the first of them
/// and has the status of the last.
public record TraceTop(String name, int status, long startNanos, @Nullable Long durationNanos) {}
