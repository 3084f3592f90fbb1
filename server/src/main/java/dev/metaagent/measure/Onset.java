package dev.metaagent.measure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Since when an agent is worse: the moment that best cuts a series of counts into a better part
/// and a worse one. It is the maximum-likelihood change point of two binomial rates (Hinkley and
/// Hinkley 1970), looked for where the rate fell.
final class Onset {

  /// Half the log-likelihood ratio below which a cut is no better than none (chi-square, 1 degree
  /// of freedom, 0.1 %).
  private static final double CLEAR = 5.4;

  /// Counts of one stretch of time.
  record Counts(Instant at, long ok, long failed) {}

  private Onset() {}

  /// @param series in the order of time
  static Optional<Instant> of(List<Counts> series) {
    long ok = series.stream().mapToLong(Counts::ok).sum();
    long failed = series.stream().mapToLong(Counts::failed).sum();
    double whole = likelihood(ok, failed);
    long okBefore = 0;
    long failedBefore = 0;
    double best = CLEAR;
    Instant since = null;
    for (Counts each : series) {
      long okAfter = ok - okBefore;
      long failedAfter = failed - failedBefore;
      // worse after than before: failedAfter / nAfter > failedBefore / nBefore
      boolean worse =
          failedAfter * (okBefore + failedBefore) > failedBefore * (okAfter + failedAfter);
      double gain = likelihood(okBefore, failedBefore) + likelihood(okAfter, failedAfter) - whole;
      if (worse && each.failed() > 0 && gain > best) {
        best = gain;
        since = each.at();
      }
      okBefore += each.ok();
      failedBefore += each.failed();
    }
    return Optional.ofNullable(since);
  }

  private static double likelihood(long ok, long failed) {
    double n = ok + failed;
    return term((double) ok, n) + term((double) failed, n);
  }

  private static double term(double count, double n) {
    return count == 0 ? 0 : count * Math.log(count / n);
  }
}
