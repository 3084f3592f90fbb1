package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Days as an organization has them.
@Component
public class Calendar {

  private final Organizations organizations;
  private volatile Map<OrganizationId, ZoneId> zones = Map.of();

  Calendar(Organizations organizations) {
    this.organizations = organizations;
  }

  /// Looks which organizations there are; outside any transaction, before work that asks for days.
  public void refresh() {
    zones =
        organizations.all().stream()
            .collect(Collectors.toMap(Organization::id, Organization::timeZone));
  }

  /// The time zone of an organization; UTC for one that was not there at the last {@link #refresh}:
  /// removed, or made on another node within the last seconds.
  public ZoneId zone(OrganizationId organization) {
    return zones.getOrDefault(organization, ZoneOffset.UTC);
  }

  public LocalDate day(OrganizationId organization, Instant at) {
    return LocalDate.ofInstant(at, zone(organization));
  }

  public Instant start(OrganizationId organization, LocalDate day) {
    return day.atStartOfDay(zone(organization)).toInstant();
  }

  /// When the day that holds an instant began.
  Instant dayStart(OrganizationId organization, Instant at) {
    return start(organization, day(organization, at));
  }
}
