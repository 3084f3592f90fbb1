package dev.metaagent.access.limits;

import java.util.concurrent.TimeUnit;

/// A bucket that holds up to `burst` tokens and gains `perSecond` of them each second.
public final class TokenBucket {

  private final double perSecond;
  private final double burst;
  private double tokens;
  private long filledAt;

  public TokenBucket(double perSecond, double burst, long nanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledAt = nanos;
  }

  /// Takes one token; returns 0, or how many nanoseconds to wait if there is none.
  public synchronized long take(long nanos) {
    fill(nanos);
    if (tokens >= 1) {
      tokens -= 1;
      return 0;
    }
    return (long) Math.ceil((1 - tokens) / perSecond * TimeUnit.SECONDS.toNanos(1));
  }

  /// Takes tokens whether there are so many or not.
  synchronized void spend(double count, long nanos) {
    fill(nanos);
    tokens -= count;
  }

  /// How many nanoseconds it takes until what was spent too much has come back; 0 if nothing was.
  synchronized long debt(long nanos) {
    fill(nanos);
    return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perSecond * TimeUnit.SECONDS.toNanos(1));
  }

  /// Whether a token is available, without taking it.
  synchronized boolean open(long nanos) {
    fill(nanos);
    return tokens >= 1;
  }

  /// Of two threads the second may come with the earlier time: what was gained is gained once.
  private void fill(long nanos) {
    long passed = nanos - filledAt;
    if (passed > 0) {
      double gained = passed * perSecond / TimeUnit.SECONDS.toNanos(1);
      tokens = Math.min(burst, tokens + gained);
      filledAt = nanos;
    }
  }
}
