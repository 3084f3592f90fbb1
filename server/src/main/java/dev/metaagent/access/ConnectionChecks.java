package dev.metaagent.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;

/// What a request is checked for, again for connections that outlive their request.
public interface ConnectionChecks {

  /// The check for one request that was authenticated: is its credential still valid for the
  /// organization it works in, and for the role it needs? Fails open: true while the database is
  /// unavailable.
  BooleanSupplier stillAllowed(HttpServletRequest request, Principal authenticated, Role needed);

  /// Counts a question over such a connection like a call of the API.
  ///
  /// @throws dev.metaagent.kernel.MetaAgentException 429 with the time to wait
  void called(Principal principal);
}
