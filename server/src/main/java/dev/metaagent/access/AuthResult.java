package dev.metaagent.access;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The result of authentication.
public sealed interface AuthResult {

  Credential.Kind credential();

  /// The organization to which an attempt to send telemetry is shown. One without a valid
  /// credential is shown only where the installation has one organization, so that no tenant sees
  /// the attempts of another.
  default Optional<OrganizationId> audience(Organizations organizations) {
    if (this instanceof Authenticated admitted) {
      return Optional.of(admitted.principal().organization());
    }
    try {
      return organizations.single();
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  /// The principal, or the refusal as an exception.
  Principal orThrow();

  /// The caller is known.
  ///
  /// @param product the product whose credential was sent and ignored, null if unknown
  record Authenticated(Principal principal, Credential.Kind credential, @Nullable String product)
      implements AuthResult {
    @Override
    public Principal orThrow() {
      return principal;
    }
  }

  /// The caller is refused.
  record Refused(MetaAgentException reason, Credential.Kind credential) implements AuthResult {
    @Override
    public Principal orThrow() {
      throw reason;
    }
  }
}
