package dev.metaagent.access;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/// Asks again whether whoever came in may still be here: for connections that outlive their
/// request.
@Component
public class Standing {

  private final Doorkeeper doorkeeper;
  private final Cookies cookies;
  private final Organizations organizations;

  Standing(Doorkeeper doorkeeper, Cookies cookies, Organizations organizations) {
    this.doorkeeper = doorkeeper;
    this.cookies = cookies;
    this.organizations = organizations;
  }

  /// The question for one request that was let in: is its credential still good for the
  /// organization it works in, and for what it needs? While nobody can tell, it is.
  public BooleanSupplier of(HttpServletRequest request, Principal admitted, Role needed) {
    Credential credential = credential(request);
    String remote = request.getRemoteAddr();
    return () ->
        switch (doorkeeper.admit(credential, remote)) {
          case Admission.Admitted(var principal, _, _) ->
              principal.role().covers(needed) && mayWorkIn(principal, admitted.organization());
          case Admission.Refused(var reason, _) -> reason.code().type() == ErrorCode.Type.CAPACITY;
        };
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
