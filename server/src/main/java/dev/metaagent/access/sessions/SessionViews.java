package dev.metaagent.access.sessions;

import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Mode;
import dev.metaagent.access.Principal;
import dev.metaagent.access.PrincipalView;
import dev.metaagent.access.jwt.JwtEntry;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.OrganizationView;
import dev.metaagent.tenancy.Organizations;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Describes to a browser its principal and organization.
@Component
public class SessionViews {

  private final Mode mode;
  private final Organizations organizations;
  private final JwtEntry jwts;

  SessionViews(Mode mode, Organizations organizations, JwtEntry jwts) {
    this.mode = mode;
    this.organizations = organizations;
    this.jwts = jwts;
  }

  /// The session of a caller.
  public SessionView of(Principal principal) {
    Organization organization =
        organizations
            .find(principal.organization())
            .orElseThrow(() -> MetaAgentException.notFound("the organization"));
    return new SessionView(
        mode.wire(),
        true,
        PrincipalView.of(principal),
        OrganizationView.of(organization),
        methods());
  }

  SessionView of(Optional<Principal> principal) {
    return principal
        .map(this::of)
        .orElseGet(() -> new SessionView(mode.wire(), false, null, null, methods()));
  }

  private List<String> methods() {
    return jwts.configured()
        ? List.of(AuthMethod.PASSWORD.wire(), AuthMethod.JWT.wire())
        : List.of(AuthMethod.PASSWORD.wire());
  }
}
