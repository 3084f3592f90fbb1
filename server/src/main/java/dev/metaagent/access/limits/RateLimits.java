package dev.metaagent.access.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.AccessSettings;
import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Principal;
import dev.metaagent.access.secrets.Sha256;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Rate limits: API calls of one principal, and wrong credentials of one network address. Local
/// mode is not limited; telemetry is limited by the ingest queue.
@Component
public class RateLimits {

  private static final double WRONG_PER_SECOND = 2;
  private static final double WRONG_BURST = 20;
  private static final double RESERVE_PER_SECOND = 50;
  private static final double RESERVE_BURST = 100;

  private final AccessSettings settings;
  private final Cache<String, TokenBucket> callers = buckets();
  private final Cache<String, TokenBucket> remotes = buckets();
  private final TokenBucket reserve =
      new TokenBucket(RESERVE_PER_SECOND, RESERVE_BURST, System.nanoTime());
  private final Cache<String, Boolean> wasRight =
      Caffeine.newBuilder().maximumSize(50_000).expireAfterAccess(Duration.ofHours(1)).build();

  RateLimits(AccessSettings settings) {
    this.settings = settings;
  }

  private static Cache<String, TokenBucket> buckets() {
    return Caffeine.newBuilder()
        .maximumSize(50_000)
        .expireAfterAccess(Duration.ofMinutes(15))
        .build();
  }

  /// Counts a call of a principal.
  ///
  /// @throws MetaAgentException when the principal calls too often
  public void pass(Principal principal) {
    pass(
        principal,
        "",
        settings.ratePerSecond(),
        settings.rateBurst(),
        "times a second (METAAGENT_RATE_PER_SECOND).");
  }

  /// Counts a call of a principal for a policy or an approval, which have a rate of their own.
  ///
  /// @throws MetaAgentException when the principal calls too often
  public void passAgent(Principal principal) {
    int rate = settings.agentRatePerSecond();
    pass(
        principal,
        "agent ",
        rate,
        2 * rate,
        "times a second for policies and approvals (METAAGENT_AGENT_RATE_PER_SECOND).");
  }

  private void pass(Principal principal, String kind, int rate, int burst, String per) {
    if (principal.method() == AuthMethod.LOCAL) {
      return;
    }
    long now = System.nanoTime();
    long wait =
        callers
            .get(
                kind + principal.organization() + who(principal),
                _ -> new TokenBucket(rate, burst, now))
            .take(now);
    if (wait > 0) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "One caller may call " + rate + " " + per,
          Duration.ofNanos(wait));
    }
  }

  static String who(Principal principal) {
    return principal.keyId() != null
        ? "key " + principal.keyId()
        : principal.memberId() != null ? "member " + principal.memberId() : principal.name();
  }

  /// Whether a session or a token may be looked up, though wrong ones came from its address. One
  /// that was valid a short time ago may always; for others there is a reserve, so that wrong ones
  /// do not shut out who shares the address.
  ///
  /// @throws MetaAgentException when too many wrong ones came from the address
  public void mayTry(String credential, String remote) {
    if (wasRight.getIfPresent(fingerprint(credential)) == null && !mayLookUp(remote)) {
      throw tooManyWrong("credentials");
    }
  }

  private boolean mayLookUp(String remote) {
    return mayTry(remote) || reserve.take(System.nanoTime()) == 0;
  }

  private static MetaAgentException tooManyWrong(String what) {
    return MetaAgentException.busy(
        ErrorCode.RATE_LIMITED,
        "Too many requests with " + what + " that are not valid came from this address.",
        Duration.ofSeconds(1));
  }

  /// Counts a wrong API key. A right one is recognised without effort and is never refused, however
  /// many wrong ones came from its address.
  ///
  /// @throws MetaAgentException when too many wrong ones came from the address
  public void wrongKey(String remote) {
    boolean tooMany = !mayTry(remote);
    failed(remote);
    if (tooMany) {
      throw tooManyWrong("credentials");
    }
  }

  public void right(String credential) {
    wasRight.asMap().putIfAbsent(fingerprint(credential), true);
  }

  public void wrong(String credential, String remote) {
    wasRight.invalidate(fingerprint(credential));
    failed(remote);
  }

  private static String fingerprint(String credential) {
    return Sha256.hex(credential);
  }

  /// Rate limits requests to a webhook. A sender with a recent valid signature is limited by the
  /// webhook's rate only: many senders share one network address, and one of them with a wrong
  /// secret must not block the others.
  ///
  /// @throws MetaAgentException when too much comes to one address for signed events, or too many
  ///   wrong signatures from one sender
  public void passSigned(String path, String remote) {
    if (wasRight.getIfPresent(sender(path, remote)) == null && !mayLookUp(remote)) {
      throw tooManyWrong("signatures");
    }
    long now = System.nanoTime();
    long wait =
        callers
            .get(
                fingerprint(path),
                _ -> new TokenBucket(settings.ratePerSecond(), settings.rateBurst(), now))
            .take(now);
    if (wait > 0) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "This webhook accepts "
              + settings.ratePerSecond()
              + " requests a second (METAAGENT_RATE_PER_SECOND); send several events at once.",
          Duration.ofNanos(wait));
    }
  }

  /// Records the response to a request to a webhook: a valid signature is remembered, a wrong one
  /// counts like a wrong key.
  public void signedAnswered(String path, String remote, int status) {
    if (status < 300) {
      wasRight.asMap().putIfAbsent(sender(path, remote), true);
    } else if (status == 401 || status == 404) {
      failed(remote);
    }
  }

  private static String sender(String path, String remote) {
    return fingerprint("signed " + remote + " " + path);
  }

  public boolean mayTry(String remote) {
    TokenBucket bucket = remotes.getIfPresent(Network.of(remote));
    return bucket == null || bucket.open(System.nanoTime());
  }

  public void failed(String remote) {
    long now = System.nanoTime();
    remotes
        .get(Network.of(remote), _ -> new TokenBucket(WRONG_PER_SECOND, WRONG_BURST, now))
        .take(now);
  }
}
