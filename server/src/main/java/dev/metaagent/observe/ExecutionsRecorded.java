package dev.metaagent.observe;

import dev.metaagent.kernel.OrganizationId;

/// Telemetry of an organization was committed: a hint to read {@link News} at once.
public record ExecutionsRecorded(OrganizationId organization) {}
