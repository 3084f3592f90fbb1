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

  private final AccessSettings settings;
  private final Cache<String, TokenBucket> callers = buckets();
  private final Cache<String, TokenBucket> remotes = buckets();

  RateLimits(AccessSettings settings) {
    this.settings = settings;
  }

  private static Cache<String, TokenBucket> buckets() {
    return Caffeine.newBuilder()
        .maximumSize(50_000)
        .expireAfterAccess(Duration.ofMinutes(10))
        .build();
  }

  /// @throws MetaAgentException when the principal calls too often
  void pass(Principal principal) {
    if (principal.keyId() == null) {
      return;
    }
    long now = System.nanoTime();
    long wait =
        callers
            .get(
                principal.organization() + principal.keyId(),
                _ -> new TokenBucket(settings.ratePerSecond(), settings.rateBurst(), now))
            .take(now);
    if (wait > 0) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "This key may call "
              + settings.ratePerSecond()
              + " times a second (METAAGENT_RATE_PER_SECOND).",
          Duration.ofNanos(wait));
    }
  }

  /// @throws MetaAgentException when too much comes to one address for signed events, or too many
  ///   wrong signatures from one sender
  void passSigned(String path, String remote) {
    if (!mayTry(remote)) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "Too many requests with signatures that are not valid came from this address.",
          Duration.ofSeconds(1));
    }
    long now = System.nanoTime();
    long wait =
        callers
            .get(path, _ -> new TokenBucket(settings.ratePerSecond(), settings.rateBurst(), now))
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

  boolean mayTry(String remote) {
    TokenBucket bucket = remotes.getIfPresent(remote);
    return bucket == null || bucket.open(System.nanoTime());
  }

  void failed(String remote) {
    long now = System.nanoTime();
    remotes.get(remote, _ -> new TokenBucket(WRONG_PER_SECOND, WRONG_BURST, now)).take(now);
  }
}
