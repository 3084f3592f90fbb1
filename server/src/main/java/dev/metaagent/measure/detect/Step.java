package dev.metaagent.measure.detect;

import dev.metaagent.measure.buckets.MetricAccumulator;
import java.time.Instant;

/// The executions of one agent that ended in [start, end).
public record Step(Instant start, Instant end, MetricAccumulator executions) {}
