package dev.metaagent.tenancy;

import dev.metaagent.kernel.OrganizationId;
import java.time.ZoneId;
import java.util.List;

/// One tenant.
///
/// @param timeZone the zone of its days
/// @param attributeKeys keys that its executions can be filtered by
/// @param simulated whether it holds the example fleet
public record Organization(
    OrganizationId id,
    String name,
    ZoneId timeZone,
    List<String> attributeKeys,
    boolean simulated) {}
