package dev.metaagent.access;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/// The ways from one organization into another.
@Component
class Entrances {

  private static final Duration REMEMBERED = Duration.ofDays(365);

  private final Organizations organizations;
  private final ChosenOrganization chosen;
  private final Cookies cookies;

  Entrances(Organizations organizations, ChosenOrganization chosen, Cookies cookies) {
    this.organizations = organizations;
    this.chosen = chosen;
    this.cookies = cookies;
  }

  /// Every organization that a caller may work in.
  List<Organization> of(Principal principal) {
    return organizations.all().stream()
        .filter(organization -> open(principal, organization))
        .toList();
  }

  private static boolean open(Principal principal, Organization organization) {
    return organization.id().equals(principal.organization())
        || ChosenOrganization.mayChoose(principal, organization);
  }

  /// Goes into an organization, and remembers it in the browser.
  Principal enter(
      OrganizationId id,
      Principal principal,
      HttpServletRequest request,
      HttpServletResponse response) {
    Organization organization =
        organizations
            .find(id)
            .filter(found -> open(principal, found))
            .orElseThrow(() -> MetaAgentException.notFound("the organization " + id));
    if (id.equals(principal.organization())) {
      return principal;
    }
    cookies.set(request, response, Cookies.Name.ORGANIZATION, id.toString(), REMEMBERED);
    return chosen.enter(principal, organization);
  }
}
