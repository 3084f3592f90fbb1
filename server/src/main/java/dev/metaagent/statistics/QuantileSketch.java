package dev.metaagent.statistics;

import com.tdunning.math.stats.MergingDigest;
import com.tdunning.math.stats.TDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A summary of many values that answers quantiles, can be merged, and takes at most about 1.5 kB:
/// a t-digest (Dunning 2021, "The t-digest: efficient estimates of distributions", Software Impacts
/// 7:100049; compression 100). Its bytes depend on the values and parts that were added, not on
/// their order.
///
/// Quantiles are those of {@link Quantile}: it is asked at the centre of the nearest rank. Error:
/// of up to 30 values none, except that stored bytes hold 24 bits of each (relative 6·10⁻⁸); of
/// more, the true rank of the answer is off by at most 1 % of all values at the median, 0.5 % at
/// p95 and 0.2 % at p99, merged or not. The least and the greatest value are exact, of merged parts
/// to those 24 bits.
public final class QuantileSketch {

  private static final double COMPRESSION = 100;

  private final List<Double> values = new ArrayList<>();
  private final List<TDigest> parts = new ArrayList<>();
  private @Nullable MergingDigest digest;

  /// Adds one value.
  ///
  /// @throws IllegalArgumentException when the value is not finite
  public void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a finite number: " + value);
    }
    values.add(value);
    digest = null;
  }

  /// Adds the stored {@link #bytes} of another sketch; null adds nothing.
  public void add(byte @Nullable [] bytes) {
    if (bytes != null) {
      parts.add(MergingDigest.fromBytes(ByteBuffer.wrap(bytes)));
      digest = null;
    }
  }

  public void add(QuantileSketch other) {
    values.addAll(other.values);
    parts.addAll(other.parts);
    digest = null;
  }

  public boolean isEmpty() {
    return count() == 0;
  }

  /// How many values were added, in parts too.
  public long count() {
    return values.size() + parts.stream().mapToLong(TDigest::size).sum();
  }

  /// The smallest value that at least a share of all values does not exceed; null when there are
  /// none.
  ///
  /// @param share from 0 to 1
  /// @throws IllegalArgumentException when the share is outside 0 to 1
  public @Nullable Double quantile(double share) {
    long n = count();
    if (n == 0) {
      return null;
    }
    long rank = Quantile.rank(share, n);
    if (rank == 1 || rank == n) {
      return rank == 1 ? digest().getMin() : digest().getMax();
    }
    return digest().quantile((rank - 0.5) / n);
  }

  /// How many of the values are at most a limit, to the error of the sketch.
  public long countUpTo(double limit) {
    long n = count();
    if (n == 0 || limit < digest().getMin()) {
      return 0;
    }
    return limit >= digest().getMax() ? n : countInside(limit, n);
  }

  /// The greatest rank whose quantile is at most the limit, by bisection: so that it never
  /// contradicts {@link #quantile}.
  private long countInside(double limit, long n) {
    long within = 1;
    long above = n;
    while (above - within > 1) {
      long middle = within + (above - within) / 2;
      if (digest().quantile((middle - 0.5) / n) <= limit) {
        within = middle;
      } else {
        above = middle;
      }
    }
    return within;
  }

  /// The sketch as it is stored; null when it is empty.
  public byte @Nullable [] bytes() {
    if (isEmpty()) {
      return null;
    }
    MergingDigest made = digest();
    ByteBuffer buffer = ByteBuffer.allocate(made.smallByteSize());
    made.asSmallBytes(buffer);
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private MergingDigest digest() {
    if (digest == null) {
      MergingDigest made = new MergingDigest(COMPRESSION);
      values.stream().sorted().forEach(made::add);
      if (!parts.isEmpty()) {
        made.add(parts);
      }
      made.compress();
      digest = made;
    }
    return digest;
  }
}
