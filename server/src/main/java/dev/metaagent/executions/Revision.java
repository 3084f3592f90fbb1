package dev.metaagent.executions;

import org.jspecify.annotations.Nullable;

/// A revision of an execution that is submitted as a whole and may be submitted again with more
/// content. The higher number is newer; of equal numbers, the one that ends later.
public final class Revision {

  /// What became of it.
  public enum State {
    STORED,
    REPLACED,
    UNCHANGED,
    /// older than the stored revision, with other content; nothing was written
    OUTDATED
  }

  private final long span;
  private final long number;
  private final long endedNanos;
  private volatile @Nullable State state;

  /// @param span the span that begins the execution
  /// @param endedNanos 0 while it runs or when its end is unknown
  public Revision(long span, long number, long endedNanos) {
    this.span = span;
    this.number = number;
    this.endedNanos = endedNanos;
  }

  public long span() {
    return span;
  }

  public long number() {
    return number;
  }

  public long endedNanos() {
    return endedNanos;
  }

  public boolean newerThan(long otherNumber, long otherEnd) {
    return number > otherNumber || (number == otherNumber && endedNanos > otherEnd);
  }

  public void became(State what) {
    this.state = what;
  }

  /// The result for this revision; null until it is committed.
  public @Nullable State state() {
    return state;
  }
}
