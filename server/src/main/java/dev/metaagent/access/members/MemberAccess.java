package dev.metaagent.access.members;

import java.util.UUID;

/// Access that members hold, such as sessions, which ends when a member is disabled or removed (a
/// port).
public interface MemberAccess {

  /// Ends everything that a member of the organization in scope holds, in the transaction in
  /// progress.
  default void endAll(UUID member) {}

  /// Empties caches, so that changed members are looked up again.
  void forget();
}
