package dev.metaagent.access;

import java.util.concurrent.TimeUnit;

/// A bucket that holds up to `burst` tokens and gains `perSecond` of them each second.
final class TokenBucket {

  private final double perSecond;
  private final double burst;
  private double tokens;
  private long filledAt;

  TokenBucket(double perSecond, double burst, long nanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledAt = nanos;
  }

  /// Takes one token; answers how many nanoseconds to wait where there is none, else 0.
  synchronized long take(long nanos) {
    fill(nanos);
    if (tokens >= 1) {
      tokens -= 1;
      return 0;
    }
    return (long) Math.ceil((1 - tokens) / perSecond * TimeUnit.SECONDS.toNanos(1));
  }

  /// Whether a token is there, without taking it.
  synchronized boolean open(long nanos) {
    fill(nanos);
    return tokens >= 1;
  }

  private void fill(long nanos) {
    double gained = (nanos - filledAt) * perSecond / TimeUnit.SECONDS.toNanos(1);
    tokens = Math.min(burst, tokens + Math.max(0, gained));
    filledAt = nanos;
  }
}
