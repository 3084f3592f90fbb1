package dev.metaagent.access.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.BodySettings;
import dev.metaagent.access.IngestLimits;
import dev.metaagent.access.Principal;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Keeps a bucket of bytes for each sender.
@Component
class BytesPerMinute implements IngestLimits {

  private static final double SECONDS = 60;

  private final double perMinute;
  private final Cache<String, TokenBucket> senders =
      Caffeine.newBuilder().maximumSize(50_000).expireAfterAccess(Duration.ofHours(1)).build();

  BytesPerMinute(BodySettings settings) {
    this.perMinute = (double) settings.perMinute().toBytes();
  }

  @Override
  public void check(Principal sender) {
    long wait = bucket(sender).debt(System.nanoTime());
    if (wait > 0) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "One key may send " + (long) perMinute + " bytes a minute (METAAGENT_INGEST_PER_MINUTE).",
          Duration.ofNanos(wait));
    }
  }

  @Override
  public void spend(Principal sender, long bytes) {
    bucket(sender).spend((double) bytes, System.nanoTime());
  }

  private TokenBucket bucket(Principal sender) {
    long now = System.nanoTime();
    return sender.method() == AuthMethod.LOCAL
        ? new TokenBucket(Double.MAX_VALUE, Double.MAX_VALUE, now)
        : senders.get(
            sender.organization() + RateLimits.who(sender),
            _ -> new TokenBucket(perMinute / SECONDS, perMinute, now));
  }
}
