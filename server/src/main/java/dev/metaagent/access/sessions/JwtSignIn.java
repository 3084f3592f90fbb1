package dev.metaagent.access.sessions;

import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.jwt.JwtEntry;
import dev.metaagent.access.limits.SignInLimits;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Sign-in with a JWT, which is exchanged for a session.
@Component
class JwtSignIn {

  private final JwtEntry jwts;
  private final SignIn signIn;
  private final SignInLimits limits;
  private final Clock clock;

  JwtSignIn(JwtEntry jwts, SignIn signIn, SignInLimits limits, Clock clock) {
    this.jwts = jwts;
    this.signIn = signIn;
    this.limits = limits;
    this.clock = clock;
  }

  SignIn.Started with(String token, String remote) {
    limits.attempt(remote);
    if (!jwts.configured()) {
      throw new MetaAgentException(
          ErrorCode.UNAUTHENTICATED, "No identity provider is configured here.");
    }
    JwtEntry.Entered entered = jwts.enter(token);
    return signIn.start(
        entered.organization(),
        entered.member(),
        AuthMethod.JWT,
        Set.of(),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
