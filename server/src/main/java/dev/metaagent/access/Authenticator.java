package dev.metaagent.access;

/// Turns a credential into a principal, for every protocol.
public interface Authenticator {

  /// Authenticates a credential.
  ///
  /// @param remote the network address of the caller: wrong credentials from one are rate limited
  AuthResult authenticate(Credential credential, String remote);
}
