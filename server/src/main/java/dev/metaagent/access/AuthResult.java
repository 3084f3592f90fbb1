package dev.metaagent.access;

import dev.metaagent.kernel.MetaAgentException;
import org.jspecify.annotations.Nullable;

/// The answer at the door.
public sealed interface Admission {

  CredentialKind credential();

  /// The principal, or the refusal as an exception.
  Principal orThrow();

  /// Come in.
  ///
  /// @param product whose credential was shown and ignored, null where that is not known
  record Admitted(Principal principal, CredentialKind credential, @Nullable String product)
      implements Admission {
    @Override
    public Principal orThrow() {
      return principal;
    }
  }

  /// Stay out.
  record Refused(MetaAgentException reason, CredentialKind credential) implements Admission {
    @Override
    public Principal orThrow() {
      throw reason;
    }
  }
}
