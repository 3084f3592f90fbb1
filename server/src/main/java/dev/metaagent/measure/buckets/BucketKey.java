package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;

/// A bucket of one agent whose runs changed. The agent is the one it is counted as.
public record BucketKey(OrganizationId organization, AgentId agent, Instant bucket) {}
