package dev.metaagent.access;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The organization that a browser chose to work in, beside the one it came into. Whoever sits at
/// the machine may choose any; a member may look into simulated ones, as a developer at most; a key
/// and a JWT name theirs themselves.
@Component
class ChosenOrganization {

  private final Cookies cookies;
  private final Organizations organizations;

  ChosenOrganization(Cookies cookies, Organizations organizations) {
    this.cookies = cookies;
    this.organizations = organizations;
  }

  /// The principal at work in the organization that its browser chose; the same where it chose none
  /// or may not enter it.
  Principal apply(Principal principal, HttpServletRequest request) {
    return cookies
        .read(request, Cookies.Name.ORGANIZATION)
        .flatMap(ChosenOrganization::parse)
        .flatMap(this::known)
        .filter(organization -> mayChoose(principal, organization))
        .map(organization -> enter(principal, organization))
        .orElse(principal);
  }

  /// Looked up in what is known already, since a cookie may name what is long gone.
  private Optional<Organization> known(OrganizationId id) {
    return organizations.all().stream()
        .filter(organization -> organization.id().equals(id))
        .findFirst();
  }

  /// The principal at work in an organization it may choose.
  Principal enter(Principal principal, Organization organization) {
    return principal.in(organization.id(), role(principal));
  }

  static boolean mayChoose(Principal principal, Organization organization) {
    return switch (principal.way()) {
      case LOCAL -> true;
      case PASSWORD, JWT -> organization.simulated();
      case KEY -> false;
    };
  }

  private static Role role(Principal principal) {
    return principal.way() != Way.LOCAL && principal.role() == Role.ADMIN
        ? Role.DEVELOPER
        : principal.role();
  }

  static Optional<OrganizationId> parse(String text) {
    try {
      return Optional.of(new OrganizationId(UUID.fromString(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
