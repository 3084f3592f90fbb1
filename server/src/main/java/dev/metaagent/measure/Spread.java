package dev.metaagent.measure;

import com.tdunning.math.stats.MergingDigest;
import com.tdunning.math.stats.TDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How values are spread: a t-digest (Dunning, 3.3, compression 100) whose bytes depend on the
/// values alone, not on the order in which they came.
final class Spread {

  private static final double COMPRESSION = 100;

  private final List<Double> values = new ArrayList<>();
  private final List<TDigest> parts = new ArrayList<>();
  private @Nullable MergingDigest digest;

  void add(double value) {
    values.add(value);
    digest = null;
  }

  /// Adds the stored bytes of another spread.
  void add(byte @Nullable [] bytes) {
    if (bytes != null) {
      parts.add(MergingDigest.fromBytes(ByteBuffer.wrap(bytes)));
      digest = null;
    }
  }

  void add(Spread other) {
    values.addAll(other.values);
    parts.addAll(other.parts);
    digest = null;
  }

  boolean isEmpty() {
    return values.isEmpty() && parts.isEmpty();
  }

  /// The value below which a share of all values lies; null when there are none.
  @Nullable Double quantile(double share) {
    return isEmpty() ? null : (Double) digest().quantile(share);
  }

  byte @Nullable [] bytes() {
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
