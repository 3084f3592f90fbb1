package dev.metaagent.tenancy;

/// The organization that is worked for.
///
/// @param timeZone the zone of its days
/// @param simulated whether it holds the example fleet
public record OrganizationView(String id, String name, String timeZone, boolean simulated) {

  public static OrganizationView of(Organization organization) {
    return new OrganizationView(
        organization.id().toString(),
        organization.name(),
        organization.timeZone().getId(),
        organization.simulated());
  }
}
