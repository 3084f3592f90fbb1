package dev.metaagent.measure.buckets;

import org.jspecify.annotations.Nullable;

/// Tokens by class; null is unknown. `input` includes the cached ones.
public record Tokens(
    @Nullable Long input,
    @Nullable Long output,
    @Nullable Long cacheRead,
    @Nullable Long cacheWrite) {

  public static final Tokens UNKNOWN = new Tokens(null, null, null, null);

  public Tokens plus(Tokens other) {
    return new Tokens(
        sum(input, other.input),
        sum(output, other.output),
        sum(cacheRead, other.cacheRead),
        sum(cacheWrite, other.cacheWrite));
  }

  /// The sum of what is known; null when neither is.
  public static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : (Long) (one + other);
  }
}
