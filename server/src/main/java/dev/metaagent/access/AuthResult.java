package dev.metaagent.access;

import dev.metaagent.kernel.MetaAgentException;
import org.jspecify.annotations.Nullable;

/// The result of authentication.
public sealed interface AuthResult {

  Credential.Kind credential();

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
