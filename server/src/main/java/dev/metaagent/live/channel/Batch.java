package dev.metaagent.live.channel;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.kernel.OrganizationId;
import java.util.List;

/// One entry of the event log: a committed batch of telemetry and the executions it touched.
public record Batch(
    LogOffset position, OrganizationId organization, List<ExecutionRecorded> executions) {}
