package dev.metaagent.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;

/// Checks again whether a credential is still valid, for connections that outlive their request.
public interface CredentialRecheck {

  /// The check for one request that was authenticated: is its credential still valid for the
  /// organization it works in, and for the role it needs? Fails open: true while the database is
  /// unavailable.
  BooleanSupplier of(HttpServletRequest request, Principal authenticated, Role needed);
}
