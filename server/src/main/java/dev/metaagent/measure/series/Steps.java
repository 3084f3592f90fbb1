package dev.metaagent.measure.series;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.measure.buckets.RollupPlan;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.query.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A range cut into steps of one length, aligned to the clock (UTC).
///
/// @param from the start of the first step
public record Steps(Instant from, Instant to, Duration length) {

  private static final int MOST = 2_000;
  private static final List<Duration> USUAL =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(7));

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofDays(31);

  /// The length of a step that a request names; null when it names none.
  public static @Nullable Duration wanted(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    Duration step = TimeRange.length("step", text);
    if (step.compareTo(SHORTEST) < 0 || step.compareTo(LONGEST) > 0) {
      throw MetaAgentException.invalid("step", "must be from 10s to 31d");
    }
    return step;
  }

  /// Cuts a range.
  ///
  /// @param wanted null for the shortest usual step that gives at most `most` of them
  public static Steps of(TimeRange range, @Nullable Duration wanted, int most, Instant now) {
    Duration length = wanted == null ? usual(range, most) : wanted;
    Duration finest = Duration.ofSeconds(finest(range.from(), now).seconds());
    if (length.compareTo(finest) < 0) {
      length = finest;
    }
    long whole = Math.ceilDiv(length.toSeconds(), finest.toSeconds()) * finest.toSeconds();
    long least = Math.ceilDiv(range.length().toSeconds(), (long) MOST);
    if (whole < least) {
      whole = Math.ceilDiv(least, finest.toSeconds()) * finest.toSeconds();
    }
    Instant from =
        Instant.ofEpochSecond(Math.floorDiv(range.from().getEpochSecond(), whole) * whole);
    return new Steps(from, range.to(), Duration.ofSeconds(whole));
  }

  public List<RollupPlan.Segment> plan(Instant now) {
    return RollupPlan.of(from, to, RollupPlan.fitting(length), now);
  }

  public int count() {
    return (int) Math.ceilDiv(Duration.between(from, to).toMillis(), length.toMillis());
  }

  /// The step that holds an instant; the last one when it lies behind the range.
  public int index(Instant at) {
    long index = Duration.between(from, at).toSeconds() / length.toSeconds();
    return (int) Math.clamp(index, 0, count() - 1L);
  }

  public List<Instant> starts() {
    List<Instant> starts = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      starts.add(from.plus(length.multipliedBy(i)));
    }
    return starts;
  }

  private static Duration usual(TimeRange range, int most) {
    return USUAL.stream()
        .filter(step -> range.length().toSeconds() / step.toSeconds() <= most)
        .findFirst()
        .orElse(USUAL.getLast());
  }

  private static Width finest(Instant from, Instant now) {
    for (Width width : List.of(Width.TEN_SECONDS, Width.MINUTE)) {
      if (!from.isBefore(width.oldest(now))) {
        return width;
      }
    }
    return Width.HOUR;
  }
}
