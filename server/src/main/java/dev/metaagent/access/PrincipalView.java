package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who asks.
///
/// @param memberId the member it is, null where it is none
/// @param way how it came in
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PrincipalView(String name, Role role, @Nullable UUID memberId, Way way) {

  public static PrincipalView of(Principal principal) {
    return new PrincipalView(
        principal.name(), principal.role(), principal.memberId(), principal.way());
  }
}
