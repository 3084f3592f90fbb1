package dev.metaagent.access.members;

import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.KeyScope;
import dev.metaagent.access.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Looks keys and members up.
@Component
class RoleHolders implements Role.Holders {

  private final MemberStore members;
  private final ApiKeys keys;
  private final Clock clock;

  RoleHolders(MemberStore members, ApiKeys keys, Clock clock) {
    this.members = members;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public boolean administers(@Nullable String keyId, @Nullable UUID memberId) {
    if (keyId != null) {
      Instant now = clock.instant();
      return keys.all().stream()
          .anyMatch(
              key -> key.id().equals(keyId) && key.scope() == KeyScope.ADMIN && key.valid(now));
    }
    return memberId != null
        && members
            .find(memberId)
            .map(MemberStore.Stored::member)
            .filter(member -> member.role() == Role.ADMIN && member.state() != MemberState.DISABLED)
            .isPresent();
  }
}
