package dev.metaagent.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// How often one principal may call the API, and how often one address may come with a wrong key.
/// Whoever sits at the machine in local mode is not limited; telemetry is bounded by its own
/// intake.
@Component
class RateLimits {

  private static final double WRONG_PER_SECOND = 2;
  private static final double WRONG_BURST = 20;
  private static final double ADDRESS_PER_SECOND = 1 / 60.0;
  private static final double ADDRESS_BURST = 10;

  private final AccessSettings settings;
  private final PeopleSettings people;
  private final Cache<String, TokenBucket> callers = buckets();
  private final Cache<String, TokenBucket> remotes = buckets();
  private final Cache<String, TokenBucket> signIns = buckets();
  private final Cache<String, TokenBucket> addresses = buckets();
  private final Cache<String, Boolean> wasRight =
      Caffeine.newBuilder().maximumSize(50_000).expireAfterAccess(Duration.ofHours(1)).build();

  RateLimits(AccessSettings settings, PeopleSettings people) {
    this.settings = settings;
    this.people = people;
  }

  private static Cache<String, TokenBucket> buckets() {
    return Caffeine.newBuilder()
        .maximumSize(50_000)
        .expireAfterAccess(Duration.ofMinutes(15))
        .build();
  }

  /// @throws MetaAgentException when the principal calls too often
  void pass(Principal principal) {
    if (principal.way() == Way.LOCAL) {
      return;
    }
    long now = System.nanoTime();
    long wait =
        callers
            .get(
                principal.organization() + who(principal),
                _ -> new TokenBucket(settings.ratePerSecond(), settings.rateBurst(), now))
            .take(now);
    if (wait > 0) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "One caller may call "
              + settings.ratePerSecond()
              + " times a second (METAAGENT_RATE_PER_SECOND).",
          Duration.ofNanos(wait));
    }
  }

  private static String who(Principal principal) {
    return principal.keyId() != null
        ? "key " + principal.keyId()
        : principal.memberId() != null ? "member " + principal.memberId() : principal.name();
  }

  /// One attempt to sign in from an address of the network.
  ///
  /// @throws MetaAgentException when there were too many
  void signIn(String remote) {
    int perMinute = people.signInsPerMinute();
    take(signIns, remote, perMinute / 60.0, perMinute);
  }

  /// One attempt to sign in with an e-mail address, wherever it comes from.
  ///
  /// @throws MetaAgentException when there were too many
  void signInAs(String email) {
    take(addresses, email, ADDRESS_PER_SECOND, ADDRESS_BURST);
  }

  /// The right password was shown: the attempts before it count no more.
  void signedInAs(String email) {
    addresses.invalidate(email);
  }

  private static void take(
      Cache<String, TokenBucket> buckets, String who, double perSecond, double burst) {
    long now = System.nanoTime();
    long wait = buckets.get(who, _ -> new TokenBucket(perSecond, burst, now)).take(now);
    if (wait > 0) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED, "Too many attempts to sign in.", Duration.ofNanos(wait));
    }
  }

  /// Whether a credential may be looked at: one that was right not long ago always, so that nobody
  /// suffers for the guesses of a neighbour.
  ///
  /// @throws MetaAgentException when too many wrong ones came from the address
  void mayTry(String credential, String remote) {
    if (wasRight.getIfPresent(fingerprint(credential)) == null && !mayTry(remote)) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "Too many requests with credentials that are not valid came from this address.",
          Duration.ofSeconds(1));
    }
  }

  void right(String credential) {
    wasRight.asMap().putIfAbsent(fingerprint(credential), true);
  }

  void wrong(String credential, String remote) {
    wasRight.invalidate(fingerprint(credential));
    failed(remote);
  }

  private static String fingerprint(String credential) {
    return Sha256.hex(credential);
  }

  /// Whether an event for a signed address may be looked at. Where a right signature came from the
  /// same sender not long ago it always may, as many as the address takes: many senders share one
  /// network address, and one of them with a wrong secret must not silence the others.
  ///
  /// @throws MetaAgentException when too much comes to one address for signed events, or too many
  ///   wrong signatures from one sender
  void passSigned(String path, String remote) {
    if (wasRight.getIfPresent(sender(path, remote)) == null && !mayTry(remote)) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "Too many requests with signatures that are not valid came from this address.",
          Duration.ofSeconds(1));
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
          "This webhook takes "
              + settings.ratePerSecond()
              + " requests a second (METAAGENT_RATE_PER_SECOND); send several events at once.",
          Duration.ofNanos(wait));
    }
  }

  /// An event with a right signature came to an address from a sender.
  void rightSigned(String path, String remote) {
    wasRight.asMap().putIfAbsent(sender(path, remote), true);
  }

  private static String sender(String path, String remote) {
    return fingerprint("signed " + remote + " " + path);
  }

  boolean mayTry(String remote) {
    TokenBucket bucket = remotes.getIfPresent(remote);
    return bucket == null || bucket.open(System.nanoTime());
  }

  void failed(String remote) {
    long now = System.nanoTime();
    remotes.get(remote, _ -> new TokenBucket(WRONG_PER_SECOND, WRONG_BURST, now)).take(now);
  }
}
