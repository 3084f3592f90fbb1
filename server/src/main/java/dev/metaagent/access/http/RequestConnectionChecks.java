package dev.metaagent.access.http;

import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Authenticator;
import dev.metaagent.access.ConnectionChecks;
import dev.metaagent.access.Credential;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.access.limits.RateLimits;
import dev.metaagent.access.sessions.ChosenOrganization;
import dev.metaagent.access.sessions.Cookies;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/// Checks the credential that the headers or the cookie of a request carried, and its rate limit.
@Component
class RequestConnectionChecks implements ConnectionChecks {

  private final Authenticator authenticator;
  private final Cookies cookies;
  private final Organizations organizations;
  private final RateLimits limits;

  RequestConnectionChecks(
      Authenticator authenticator,
      Cookies cookies,
      Organizations organizations,
      RateLimits limits) {
    this.authenticator = authenticator;
    this.cookies = cookies;
    this.organizations = organizations;
    this.limits = limits;
  }

  @Override
  public BooleanSupplier stillAllowed(
      HttpServletRequest request, Principal authenticated, Role needed) {
    Credential credential = credential(request);
    String remote = request.getRemoteAddr();
    return () ->
        switch (authenticator.authenticate(credential, remote)) {
          case AuthResult.Authenticated(var principal, _, _) ->
              principal.role().covers(needed) && mayWorkIn(principal, authenticated.organization());
          case AuthResult.Refused(var reason, _) -> reason.code().type() == ErrorCode.Type.CAPACITY;
        };
  }

  @Override
  public void called(Principal principal) {
    limits.pass(principal);
  }

  private Credential credential(HttpServletRequest request) {
    Credential shown =
        Credential.of(request.getHeader("Authorization"), request.getHeader("x-api-key"));
    return shown instanceof Credential.None
        ? cookies
            .read(request, Cookies.Name.SESSION)
            .<Credential>map(Credential.Session::new)
            .orElse(shown)
        : shown;
  }

  private boolean mayWorkIn(Principal principal, OrganizationId organization) {
    return principal.organization().equals(organization)
        || organizations
            .find(organization)
            .filter(known -> ChosenOrganization.mayChoose(principal, known))
            .isPresent();
  }
}
