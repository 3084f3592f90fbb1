package dev.metaagent.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a rate of success fell: the cut of a series of counts into a better part and a worse one
/// that has the greatest likelihood, if it is clear.
///
/// For each cut, G = 2·(ℓ(before) + ℓ(after) − ℓ(all)) with ℓ = k·ln(k/n) + (n−k)·ln((n−k)/n), the
/// log-likelihood of k successes in n; the cut with the greatest G at which the rate fell is the
/// maximum-likelihood estimate (Hinkley and Hinkley 1970, Biometrika 57:477). For one given cut √G
/// is about normal; for the best of m cuts the tail is multiplied by m (Bonferroni's bound; Worsley
/// 1983, Biometrika 70:455 has the exact distribution).
///
/// Error: a series without a change has one with probability at most about 1 %. The place is an
/// estimate: a fall from 98 % to 70 % at twelve executions a step is found within two steps.
///
/// @param index of the first step after the change
/// @param before rate of the steps before it
/// @param after rate from it on
/// @param p bound of the probability of a cut as clear as this where nothing changed
public record ChangePoint(int index, Rate before, Rate after, double p) {

  private static final double SIGNIFICANT = 0.01;

  /// Executions with a known outcome in one step of time.
  public record Counts(long ok, long failed) {
    long n() {
      return ok + failed;
    }

    /// The same runs with successes and failures exchanged: a fall of these is a rise of those.
    public Counts mirrored() {
      return new Counts(failed, ok);
    }

    Counts plus(Counts other) {
      return new Counts(ok + other.ok, failed + other.failed);
    }

    Counts minus(Counts other) {
      return new Counts(ok - other.ok, failed - other.failed);
    }

    double logLikelihood() {
      double n = (double) n();
      return term((double) ok, n) + term((double) failed, n);
    }

    private static double term(double count, double n) {
      return count == 0 ? 0 : count * Math.log(count / n);
    }

    boolean isWorseThan(Counts other) {
      return (double) failed * other.n() > (double) other.failed * n();
    }
  }

  /// The clear fall of a series; null when there is none.
  ///
  /// @param series in the order of time; steps may be empty
  public static @Nullable ChangePoint ofFall(List<Counts> series) {
    return ofFall(series, SIGNIFICANT);
  }

  /// The same at another level: who looks again and again at a series that grows asks for more.
  ///
  /// @param significance the probability at which a fall is clear
  public static @Nullable ChangePoint ofFall(List<Counts> series, double significance) {
    Counts all = series.stream().reduce(new Counts(0, 0), Counts::plus);
    Counts before = new Counts(0, 0);
    int cuts = 0;
    double best = 0;
    int index = -1;
    Counts better = before;
    for (int i = 0; i < series.size(); i++) {
      Counts step = series.get(i);
      Counts after = all.minus(before);
      if (before.n() > 0 && step.n() > 0) {
        cuts++;
        double g = statistic(before, after, all);
        if (step.failed() > 0 && after.isWorseThan(before) && g > best) {
          best = g;
          index = i;
          better = before;
        }
      }
      before = before.plus(step);
    }
    double p = Math.min(1, cuts * Normal.upperTail(Math.sqrt(best)));
    if (index < 0 || p > significance) {
      return null;
    }
    return new ChangePoint(index, rate(better), rate(all.minus(better)), p);
  }

  /// The likelihood-ratio statistic G of one cut.
  static double statistic(Counts before, Counts after, Counts all) {
    double gain = before.logLikelihood() + after.logLikelihood() - all.logLikelihood();
    return Math.max(0, 2 * gain);
  }

  private static Rate rate(Counts counts) {
    return Rate.of(counts.ok(), counts.failed(), 0);
  }
}
