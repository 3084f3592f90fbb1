package dev.metaagent.access.members;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A member of one organization.
///
/// @param email in lower case; one organization has it once
/// @param name the display name; empty if not known
/// @param state `invited` until a password is set or a JWT was shown
/// @param lastSeenAt up to a minute behind
/// @param method how it signed in last, else how it can
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Member(
    UUID id,
    String email,
    String name,
    Role role,
    MemberState state,
    Instant createdAt,
    String createdBy,
    @Nullable Instant lastSeenAt,
    @Nullable AuthMethod method) {

  /// The member's name in the journal and on pages.
  public String called() {
    return name.isBlank() ? email : name;
  }

  /// The member as a caller.
  public Principal principal(OrganizationId organization, AuthMethod by) {
    return new Principal(organization, called(), role, null, List.of(), id, by);
  }

  /// The subject of journal entries about a member.
  public static String subject(UUID id) {
    return "member " + id;
  }

  @JsonIgnore
  boolean isActiveAdmin() {
    return role == Role.ADMIN && state == MemberState.ACTIVE;
  }
}
