package dev.metaagent.access;

import dev.metaagent.kernel.OrganizationId;
import org.jspecify.annotations.Nullable;

/// Who calls, for which organization, and what that one may do.
///
/// @param name how the journal calls this one
/// @param keyId the API key it came with, null in local mode
public record Principal(
    OrganizationId organization, String name, Role role, @Nullable String keyId) {

  /// Whoever sits at the machine, where no key is needed.
  static final Principal LOCAL =
      new Principal(OrganizationId.LOCAL, "local administrator", Role.ADMIN, null);

  /// Whether message bodies, tool arguments and results may be shown.
  public boolean mayReadBodies() {
    return role.covers(Role.DEVELOPER);
  }
}
