package dev.metaagent.observe.erase;

import dev.metaagent.observe.ExecutionFacts;
import org.jspecify.annotations.Nullable;

/// An execution of a trace, as far as erasing it needs.
record ErasedRun(long span, @Nullable Long parentSpan, ExecutionFacts facts) {}
