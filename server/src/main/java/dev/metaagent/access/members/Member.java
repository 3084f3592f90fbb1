package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person who may come into one organization.
///
/// @param email in lower case; one organization has it once
/// @param name how others call that one; empty where it is not known
/// @param state `invited` until a password is set or a JWT was shown
/// @param lastSeenAt up to a minute behind
/// @param way how that one came in last, else how that one can
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
    @Nullable Way way) {

  /// What the journal and the pages call the member.
  String called() {
    return name.isBlank() ? email : name;
  }

  @JsonIgnore
  boolean isActiveAdmin() {
    return role == Role.ADMIN && state == MemberState.ACTIVE;
  }
}
