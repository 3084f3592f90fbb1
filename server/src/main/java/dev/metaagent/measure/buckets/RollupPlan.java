package dev.metaagent.measure.buckets;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Which buckets answer for a stretch of time: the widest that lie inside it and have caught up,
/// and finer ones at its ends and for the present. No run is in two of them.
public final class RollupPlan {

  /// A bucket that ended this long ago has caught up with what was counted in finer ones.
  private static final Duration CAUGHT_UP = Duration.ofMinutes(2);

  /// Buckets of one width that begin in [from, to).
  public record Segment(Width width, Instant from, Instant to) {}

  private final Instant now;
  private final List<Segment> segments = new ArrayList<>();

  private RollupPlan(Instant now) {
    this.now = now;
  }

  /// The segments that answer for a range.
  ///
  /// @param coarsest no bucket is wider than this
  public static List<Segment> of(Instant from, Instant to, Width coarsest, Instant now) {
    RollupPlan plan = new RollupPlan(now);
    plan.fill(from, to, coarsest);
    return List.copyOf(plan.segments);
  }

  /// The widest buckets that fit into steps of a length.
  public static Width fitting(Duration step) {
    for (Width width : List.of(Width.HOUR, Width.MINUTE)) {
      if (step.toSeconds() % width.seconds() == 0) {
        return width;
      }
    }
    return Width.TEN_SECONDS;
  }

  private void fill(Instant from, Instant to, Width width) {
    if (!from.isBefore(to)) {
      return;
    }
    switch (width) {
      case TEN_SECONDS -> segments.add(new Segment(width, width.floor(from), to));
      case MINUTE -> fill(from, to, width, Width.TEN_SECONDS);
      case HOUR -> fill(from, to, width, Width.MINUTE);
    }
  }

  private void fill(Instant from, Instant to, Width width, Width finer) {
    Instant finerFrom = finer.oldest(now);
    Instant start = from.isBefore(finerFrom) ? width.floor(from) : width.ceil(from);
    Instant end =
        to.isAfter(finerFrom)
            ? earlier(width.floor(to), width.floor(now.minus(CAUGHT_UP)))
            : width.ceil(to);
    if (start.isBefore(end)) {
      fill(from, start, finer);
      segments.add(new Segment(width, start, end));
      fill(end, to, finer);
    } else {
      fill(from, to, finer);
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
