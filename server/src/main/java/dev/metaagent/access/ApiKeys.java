package dev.metaagent.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The API keys of the organization in scope.
public interface ApiKeys {

  /// Issues a key.
  default IssuedKey issue(String name, KeyScope scope, @Nullable Instant expiresAt, String actor) {
    return issue(name, scope, expiresAt, null, actor);
  }

  /// Issues a key.
  ///
  /// @param reason why, for the journal
  IssuedKey issue(
      String name,
      KeyScope scope,
      @Nullable Instant expiresAt,
      @Nullable String reason,
      String actor);

  /// Every key with the state it has now.
  List<ApiKey> all();

  /// Revokes a key for good.
  void revoke(String id, @Nullable String reason, String actor);
}
