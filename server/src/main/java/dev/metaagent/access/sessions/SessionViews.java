package dev.metaagent.access;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Says to a browser who it is and for whom it works.
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
        mode.wire(), true, PrincipalView.of(principal), OrganizationView.of(organization), ways());
  }

  SessionView of(Optional<Principal> principal) {
    return principal
        .map(this::of)
        .orElseGet(() -> new SessionView(mode.wire(), false, null, null, ways()));
  }

  private List<String> ways() {
    return jwts.configured()
        ? List.of(Way.PASSWORD.wire(), Way.JWT.wire())
        : List.of(Way.PASSWORD.wire());
  }
}
