package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import java.time.Instant;

/// What one agent did in one stretch of time under one set of dimensions.
record Bucket(AgentId agent, Instant at, Dimensions dimensions, Tally tally) {}
