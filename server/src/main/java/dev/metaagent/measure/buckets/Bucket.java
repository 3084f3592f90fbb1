package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.AgentId;
import java.time.Instant;

/// What one agent did in one stretch of time under one set of dimensions.
public record Bucket(AgentId agent, Instant at, Dimensions dimensions, MetricAccumulator tally) {}
