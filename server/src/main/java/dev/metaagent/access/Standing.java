package dev.metaagent.access;

import dev.metaagent.kernel.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/// Asks again whether whoever came in may still be here: for connections that outlive their
/// request.
@Component
public class Standing {

  private final Doorkeeper doorkeeper;

  Standing(Doorkeeper doorkeeper) {
    this.doorkeeper = doorkeeper;
  }

  /// The question for one request that was let in: is its credential still good, for the same
  /// organization and what it needs? While nobody can tell, it is.
  public BooleanSupplier of(HttpServletRequest request, Principal admitted, Role needed) {
    Credential credential =
        Credential.of(request.getHeader("Authorization"), request.getHeader("x-api-key"));
    String remote = request.getRemoteAddr();
    return () ->
        switch (doorkeeper.admit(credential, remote)) {
          case Admission.Admitted(var principal, _, _) ->
              principal.organization().equals(admitted.organization())
                  && principal.role().covers(needed);
          case Admission.Refused(var reason, _) -> reason.code().type() == ErrorCode.Type.CAPACITY;
        };
  }
}
