package dev.metaagent.measure;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/// Days as an organization has them.
@Component
class Calendar {

  private final Organizations organizations;

  Calendar(Organizations organizations) {
    this.organizations = organizations;
  }

  ZoneId zone(OrganizationId organization) {
    return organizations.find(organization).map(Organization::timeZone).orElse(ZoneOffset.UTC);
  }

  LocalDate day(OrganizationId organization, Instant at) {
    return LocalDate.ofInstant(at, zone(organization));
  }

  Instant start(OrganizationId organization, LocalDate day) {
    return day.atStartOfDay(zone(organization)).toInstant();
  }

  /// When the day that holds an instant began.
  Instant dayStart(OrganizationId organization, Instant at) {
    return start(organization, day(organization, at));
  }
}
