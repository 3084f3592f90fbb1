package dev.metaagent.executions.erase;

import dev.metaagent.executions.ExecutionRecorded;
import org.jspecify.annotations.Nullable;

/// The fields of an execution that erasing needs.
record ErasedExecution(long span, @Nullable Long parentSpan, ExecutionRecorded event) {}
