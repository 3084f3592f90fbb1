package dev.metaagent.access;

import dev.metaagent.kernel.OrganizationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who calls, for which organization, and what that one may do.
///
/// @param name how the journal calls this one
/// @param keyId the API key it came with, null where it came another way
/// @param memberId the member it is, null where it is none
/// @param way how it came in
public record Principal(
    OrganizationId organization,
    String name,
    Role role,
    @Nullable String keyId,
    @Nullable UUID memberId,
    Way way) {

  /// Whoever sits at the machine, where no key is needed.
  static final Principal LOCAL =
      new Principal(OrganizationId.LOCAL, "local administrator", Role.ADMIN, null);

  /// The holder of an API key, or, without one, whoever sits at the machine.
  public Principal(OrganizationId organization, String name, Role role, @Nullable String keyId) {
    this(organization, name, role, keyId, null, keyId == null ? Way.LOCAL : Way.KEY);
  }

  /// A member who came in with a password or a JWT.
  static Principal member(OrganizationId organization, Member member, Way way) {
    return new Principal(organization, member.called(), member.role(), null, member.id(), way);
  }

  /// The same caller at work in another organization.
  Principal in(OrganizationId other, Role there) {
    return new Principal(other, name, there, keyId, memberId, way);
  }

  /// Whether message bodies, tool arguments and results may be shown.
  public boolean mayReadBodies() {
    return role.covers(Role.DEVELOPER);
  }
}
