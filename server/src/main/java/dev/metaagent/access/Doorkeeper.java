package dev.metaagent.access;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Turns a credential into a principal. Every door asks here: HTTP through the gate, gRPC through
/// its interceptor.
@Component
public class Doorkeeper {

  private static final Duration AWAY = Duration.ofSeconds(5);

  private final ApiKeys keys;
  private final Mode mode;
  private final RateLimits limits;

  Doorkeeper(ApiKeys keys, Mode mode, RateLimits limits) {
    this.keys = keys;
    this.mode = mode;
    this.limits = limits;
  }

  /// Says who a credential stands for.
  ///
  /// @param remote the address of the caller: who guesses keys is slowed down
  public Admission admit(Credential credential, String remote) {
    return switch (credential) {
      case Credential.None _ -> mode.local() ? local(credential) : refused(CredentialKind.NONE);
      case Credential.Key(String text) -> ours(text, remote);
      case Credential.Session _, Credential.Jwt _, Credential.Foreign _ ->
          mode.local() ? local(credential) : refused(CredentialKind.FOREIGN);
    };
  }

  private Admission ours(String text, String remote) {
    Optional<SecretToken> token = SecretToken.parse(SecretToken.Kind.KEY, text);
    if (token.isEmpty()) {
      return refused(CredentialKind.INVALID);
    }
    try {
      if (!keys.knows(token.get()) && !limits.mayTry(remote)) {
        return new Admission.Refused(
            MetaAgentException.busy(
                ErrorCode.RATE_LIMITED,
                "Too many requests with keys that are not valid came from this address.",
                Duration.ofSeconds(1)),
            CredentialKind.INVALID);
      }
      Optional<ApiKey> key = keys.check(token.get());
      if (key.isEmpty()) {
        limits.failed(remote);
        return refused(CredentialKind.INVALID);
      }
      return new Admission.Admitted(principal(token.get(), key.get()), CredentialKind.OURS, null);
    } catch (DataAccessException | TransactionException e) {
      return new Admission.Refused(
          new MetaAgentException(
              ErrorCode.DATABASE_UNAVAILABLE,
              "The database cannot be reached; nothing was stored. Try again.",
              java.util.List.of(),
              AWAY,
              e),
          CredentialKind.OURS);
    }
  }

  private static Principal principal(SecretToken token, ApiKey key) {
    return new Principal(token.organization(), "key " + key.name(), key.scope().role(), key.id());
  }

  private static Admission local(Credential credential) {
    CredentialKind kind =
        switch (credential) {
          case Credential.Jwt _, Credential.Foreign _ -> CredentialKind.FOREIGN;
          case Credential.None _, Credential.Key _, Credential.Session _ -> CredentialKind.NONE;
        };
    return new Admission.Admitted(Principal.LOCAL, kind, credential.product());
  }

  private static Admission refused(CredentialKind kind) {
    String detail =
        switch (kind) {
          case NONE -> "This request carries no credential. Send Authorization: Bearer <key>.";
          case FOREIGN -> "The credential is of another product. Send a key that begins with ma_.";
          case INVALID -> "The key is unknown, expired or revoked.";
          case OURS -> "The key may not be used.";
        };
    return new Admission.Refused(new MetaAgentException(ErrorCode.UNAUTHENTICATED, detail), kind);
  }
}
