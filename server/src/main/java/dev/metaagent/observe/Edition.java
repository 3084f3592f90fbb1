package dev.metaagent.observe;

import org.jspecify.annotations.Nullable;

/// One telling of a run that is told as a whole, and may be told again with more in it. The higher
/// revision is the newer one; of the same revision, the one that ends later.
public final class Edition {

  /// What became of it.
  public enum State {
    STORED,
    REPLACED,
    UNCHANGED,
    /// unchanged although it says something else than what is stored
    OUTDATED
  }

  private final long span;
  private final long revision;
  private final long endedNanos;
  private volatile @Nullable State state;

  /// @param span the span that begins the run
  /// @param endedNanos 0 while it runs or when its end was not told
  public Edition(long span, long revision, long endedNanos) {
    this.span = span;
    this.revision = revision;
    this.endedNanos = endedNanos;
  }

  public long span() {
    return span;
  }

  long revision() {
    return revision;
  }

  long endedNanos() {
    return endedNanos;
  }

  boolean newerThan(long otherRevision, long otherEnd) {
    return revision > otherRevision || (revision == otherRevision && endedNanos > otherEnd);
  }

  void became(State what) {
    this.state = what;
  }

  boolean replaces() {
    return state == State.REPLACED;
  }

  /// What became of it; null until it is committed.
  public @Nullable State state() {
    return state;
  }
}
