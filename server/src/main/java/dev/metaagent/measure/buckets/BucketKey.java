package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;

/// A bucket of one agent whose runs changed. The agent is the one it is counted as.
record Touched(OrganizationId organization, AgentId agent, Instant bucket) {}
