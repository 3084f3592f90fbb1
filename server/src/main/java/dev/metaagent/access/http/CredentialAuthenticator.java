package dev.metaagent.access;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;
import java.util.List;
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
  private final Sessions sessions;
  private final JwtEntry jwts;
  private final Mode mode;
  private final RateLimits limits;

  Doorkeeper(ApiKeys keys, Sessions sessions, JwtEntry jwts, Mode mode, RateLimits limits) {
    this.keys = keys;
    this.sessions = sessions;
    this.jwts = jwts;
    this.mode = mode;
    this.limits = limits;
  }

  /// Says who a credential stands for.
  ///
  /// @param remote the address of the caller: who guesses is slowed down
  public Admission admit(Credential credential, String remote) {
    if (mode.local() && !(credential instanceof Credential.Key)) {
      return local(credential);
    }
    try {
      return switch (credential) {
        case Credential.None _ -> refused(CredentialKind.NONE);
        case Credential.Key(String text) -> key(text, remote);
        case Credential.Session(String text) -> session(text, remote);
        case Credential.Jwt(String text) ->
            jwts.configured() ? jwt(text, remote) : refused(CredentialKind.FOREIGN);
        case Credential.Foreign _ -> refused(CredentialKind.FOREIGN);
      };
    } catch (DataAccessException | TransactionException e) {
      return new Admission.Refused(
          new MetaAgentException(
              ErrorCode.DATABASE_UNAVAILABLE,
              "The database cannot be reached; nothing was stored. Try again.",
              List.of(),
              AWAY,
              e),
          CredentialKind.OURS);
    } catch (MetaAgentException e) {
      return new Admission.Refused(e, CredentialKind.INVALID);
    }
  }

  private Admission key(String text, String remote) {
    Optional<SecretToken> token = SecretToken.parse(SecretToken.Kind.KEY, text);
    if (token.isEmpty()) {
      return refused(CredentialKind.INVALID);
    }
    limits.mayTry(text, remote);
    Optional<ApiKey> key = keys.check(token.get());
    if (key.isEmpty()) {
      limits.wrong(text, remote);
      return refused(CredentialKind.INVALID);
    }
    return ours(text, principal(token.get(), key.get()));
  }

  private Admission session(String text, String remote) {
    Optional<SecretToken> token = SecretToken.parse(SecretToken.Kind.SESSION, text);
    if (token.isEmpty()) {
      return ended();
    }
    limits.mayTry(text, remote);
    return switch (sessions.check(token.get())) {
      case Sessions.Live live -> ours(text, live.principal());
      case Sessions.Ended _ -> ended();
      case Sessions.Unknown _ -> {
        limits.wrong(text, remote);
        yield ended();
      }
    };
  }

  private Admission jwt(String text, String remote) {
    limits.mayTry(text, remote);
    try {
      return ours(text, jwts.enter(text).principal());
    } catch (MetaAgentException e) {
      if (e.code() == ErrorCode.UNAUTHENTICATED) {
        limits.wrong(text, remote);
      }
      throw e;
    }
  }

  private Admission ours(String text, Principal principal) {
    limits.right(text);
    return new Admission.Admitted(principal, CredentialKind.OURS, null);
  }

  private static Admission ended() {
    return new Admission.Refused(
        new MetaAgentException(ErrorCode.UNAUTHENTICATED, "The session has ended. Sign in again."),
        CredentialKind.INVALID);
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
