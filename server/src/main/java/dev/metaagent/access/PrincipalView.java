package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The caller of a request.
///
/// @param memberId the member, null if it is none
/// @param method how it was authenticated
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PrincipalView(String name, Role role, @Nullable UUID memberId, AuthMethod method) {

  public static PrincipalView of(Principal principal) {
    return new PrincipalView(
        principal.name(), principal.role(), principal.memberId(), principal.method());
  }
}
