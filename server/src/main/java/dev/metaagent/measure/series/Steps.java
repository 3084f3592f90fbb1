package dev.metaagent.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A range cut into steps of one length, aligned to the clock (UTC).
///
/// @param from the start of the first step
record Steps(Instant from, Instant to, Duration length) {

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

  /// Cuts a range.
  ///
  /// @param wanted null for the shortest usual step that gives at most `most` of them
  static Steps of(Moments.Range range, @Nullable Duration wanted, int most, Instant now) {
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

  List<Cover.Segment> cover(Instant now) {
    return Cover.of(from, to, Cover.fitting(length), now);
  }

  int count() {
    return (int) Math.ceilDiv(Duration.between(from, to).toMillis(), length.toMillis());
  }

  /// The step that holds an instant; the last one when it lies behind the range.
  int index(Instant at) {
    long index = Duration.between(from, at).toSeconds() / length.toSeconds();
    return (int) Math.clamp(index, 0, count() - 1L);
  }

  List<Instant> starts() {
    List<Instant> starts = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      starts.add(from.plus(length.multipliedBy(i)));
    }
    return starts;
  }

  private static Duration usual(Moments.Range range, int most) {
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
