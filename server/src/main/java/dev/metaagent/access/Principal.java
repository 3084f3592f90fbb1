package dev.metaagent.access;

import dev.metaagent.kernel.OrganizationId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An authenticated caller: its organization and role.
///
/// @param name its name in the journal
/// @param keyId its API key, null if it was authenticated otherwise
/// @param agents names of the agents that its key is bound to; empty: it is not bound
/// @param memberId the member, null if it is none
/// @param method how it was authenticated
public record Principal(
    OrganizationId organization,
    String name,
    Role role,
    @Nullable String keyId,
    List<String> agents,
    @Nullable UUID memberId,
    AuthMethod method) {

  /// The caller in local mode, where no key is needed.
  public static final Principal LOCAL =
      new Principal(OrganizationId.LOCAL, "local administrator", Role.ADMIN, null);

  /// The holder of an API key, or, without one, the caller in local mode.
  public Principal(OrganizationId organization, String name, Role role, @Nullable String keyId) {
    this(organization, name, role, keyId, List.of());
  }

  /// The holder of an API key that may be bound to agents.
  public Principal(
      OrganizationId organization,
      String name,
      Role role,
      @Nullable String keyId,
      List<String> agents) {
    this(
        organization,
        name,
        role,
        keyId,
        agents,
        null,
        keyId == null ? AuthMethod.LOCAL : AuthMethod.KEY);
  }

  /// The same caller in another organization.
  public Principal in(OrganizationId other, Role there) {
    return new Principal(other, name, there, keyId, agents, memberId, method);
  }

  /// Whether message bodies, tool arguments and results may be shown.
  public boolean mayReadBodies() {
    return role.covers(Role.DEVELOPER);
  }
}
