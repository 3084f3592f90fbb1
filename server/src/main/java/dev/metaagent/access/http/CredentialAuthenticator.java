package dev.metaagent.access.http;

import dev.metaagent.access.ApiKey;
import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Authenticator;
import dev.metaagent.access.Credential;
import dev.metaagent.access.Mode;
import dev.metaagent.access.Principal;
import dev.metaagent.access.jwt.JwtEntry;
import dev.metaagent.access.keys.IssuedKeys;
import dev.metaagent.access.limits.RateLimits;
import dev.metaagent.access.secrets.SecretToken;
import dev.metaagent.access.sessions.Sessions;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Authenticates API keys, sessions and JWTs; in local mode everybody is the local administrator.
@Component
class CredentialAuthenticator implements Authenticator {

  private static final Duration AWAY = Duration.ofSeconds(5);

  private final IssuedKeys keys;
  private final Sessions sessions;
  private final JwtEntry jwts;
  private final Mode mode;
  private final RateLimits limits;

  CredentialAuthenticator(
      IssuedKeys keys, Sessions sessions, JwtEntry jwts, Mode mode, RateLimits limits) {
    this.keys = keys;
    this.sessions = sessions;
    this.jwts = jwts;
    this.mode = mode;
    this.limits = limits;
  }

  @Override
  public AuthResult authenticate(Credential credential, String remote) {
    if (mode.local() && !(credential instanceof Credential.Key)) {
      return local(credential);
    }
    try {
      return switch (credential) {
        case Credential.None _ -> refused(Credential.Kind.NONE);
        case Credential.Key(String text) -> key(text, remote);
        case Credential.Session(String text) -> session(text, remote);
        case Credential.Jwt(String text) ->
            jwts.configured() ? jwt(text, remote) : refused(Credential.Kind.FOREIGN);
        case Credential.Foreign _ -> refused(Credential.Kind.FOREIGN);
      };
    } catch (DataAccessException | TransactionException e) {
      return new AuthResult.Refused(
          new MetaAgentException(
              ErrorCode.DATABASE_UNAVAILABLE,
              "The database cannot be reached; nothing was stored. Try again.",
              List.of(),
              AWAY,
              e),
          Credential.Kind.OURS);
    } catch (MetaAgentException e) {
      return new AuthResult.Refused(e, Credential.Kind.INVALID);
    }
  }

  private AuthResult key(String text, String remote) {
    Optional<SecretToken> token = SecretToken.parse(SecretToken.Kind.KEY, text);
    if (token.isEmpty()) {
      return refused(Credential.Kind.INVALID);
    }
    Optional<ApiKey> key = keys.check(token.get());
    if (key.isEmpty()) {
      limits.wrongKey(remote);
      return refused(Credential.Kind.INVALID);
    }
    return ours(principal(token.get(), key.get()));
  }

  private AuthResult session(String text, String remote) {
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

  private AuthResult jwt(String text, String remote) {
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

  private AuthResult ours(String text, Principal principal) {
    limits.right(text);
    return ours(principal);
  }

  private static AuthResult ours(Principal principal) {
    return new AuthResult.Authenticated(principal, Credential.Kind.OURS, null);
  }

  private static AuthResult ended() {
    return new AuthResult.Refused(
        new MetaAgentException(ErrorCode.UNAUTHENTICATED, "The session has ended. Sign in again."),
        Credential.Kind.INVALID);
  }

  private static Principal principal(SecretToken token, ApiKey key) {
    List<String> agents = key.agents();
    return new Principal(
        token.organization(),
        "key " + key.name(),
        key.scope().role(),
        key.id(),
        agents == null ? List.of() : agents);
  }

  private static AuthResult local(Credential credential) {
    Credential.Kind kind =
        switch (credential) {
          case Credential.Jwt _, Credential.Foreign _ -> Credential.Kind.FOREIGN;
          case Credential.None _, Credential.Key _, Credential.Session _ -> Credential.Kind.NONE;
        };
    return new AuthResult.Authenticated(Principal.LOCAL, kind, credential.product());
  }

  private static AuthResult refused(Credential.Kind kind) {
    String detail =
        switch (kind) {
          case NONE -> "This request carries no credential. Send Authorization: Bearer <key>.";
          case FOREIGN -> "The credential is of another product. Send a key that begins with ma_.";
          case INVALID -> "The key is unknown, expired or revoked.";
          case OURS -> "This key may not be used here.";
        };
    return new AuthResult.Refused(new MetaAgentException(ErrorCode.UNAUTHENTICATED, detail), kind);
  }
}
