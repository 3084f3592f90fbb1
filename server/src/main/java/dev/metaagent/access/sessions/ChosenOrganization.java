package dev.metaagent.access.sessions;

import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The organization that a browser switched to, other than the one it signed in to. In local mode
/// it may be any; a member may switch to simulated ones, as a developer at most; keys and JWTs are
/// bound to theirs.
@Component
public class ChosenOrganization {

  private final Cookies cookies;
  private final Organizations organizations;

  ChosenOrganization(Cookies cookies, Organizations organizations) {
    this.cookies = cookies;
    this.organizations = organizations;
  }

  /// The principal in the organization that its browser chose; unchanged if it chose none or has no
  /// access to it.
  public Principal apply(Principal principal, HttpServletRequest request) {
    return cookies
        .read(request, Cookies.Name.ORGANIZATION)
        .flatMap(ChosenOrganization::parse)
        .flatMap(this::known)
        .filter(organization -> mayChoose(principal, organization))
        .map(organization -> enter(principal, organization))
        .orElse(principal);
  }

  /// Looked up among the known organizations, since a cookie may name a deleted one.
  private Optional<Organization> known(OrganizationId id) {
    return organizations.all().stream()
        .filter(organization -> organization.id().equals(id))
        .findFirst();
  }

  /// The principal in an organization that it may choose.
  Principal enter(Principal principal, Organization organization) {
    return principal.in(organization.id(), role(principal));
  }

  public static boolean mayChoose(Principal principal, Organization organization) {
    return switch (principal.method()) {
      case LOCAL -> true;
      case PASSWORD, JWT -> organization.simulated();
      case KEY -> false;
    };
  }

  private static Role role(Principal principal) {
    return principal.method() != AuthMethod.LOCAL && principal.role() == Role.ADMIN
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
