package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The API keys of the organization in scope.
public interface ApiKeys {

  /// A newly created key: the only time that its secret is shown.
  ///
  /// @param key what the agent sends
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "IssuedKey")
  record Issued(
      String id,
      String name,
      KeyScope scope,
      @Nullable List<String> agents,
      String key,
      Instant createdAt,
      @Nullable Instant expiresAt) {}

  /// A key to be issued.
  ///
  /// @param agents names of agents, for the scope `agent` only; null: of all agents
  /// @param expiresAt null: never
  record Wanted(
      String name, KeyScope scope, @Nullable List<String> agents, @Nullable Instant expiresAt) {}

  /// Issues a key.
  default Issued issue(String name, KeyScope scope, @Nullable Instant expiresAt, String actor) {
    return issue(new Wanted(name, scope, null, expiresAt), null, actor);
  }

  /// Issues a key.
  ///
  /// @param reason why, for the journal
  Issued issue(Wanted wanted, @Nullable String reason, String actor);

  /// Every key with the state it has now.
  List<ApiKey> all();

  /// Revokes a key for good.
  void revoke(String id, @Nullable String reason, String actor);
}
