package dev.metaagent.live;

import dev.metaagent.live.channel.LogOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A client has received everything up to its cursor: a position of the event log, and the second
/// in which it was the newest.
record Cursor(LogOffset position, Instant at) {

  /// How long a client may be disconnected and still resume.
  static final Duration RESUMABLE = Duration.ofMinutes(10);

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,12})");

  static Optional<Cursor> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new Cursor(
                new LogOffset(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))),
                Instant.ofEpochSecond(Long.parseLong(form.group(3)))))
        : Optional.empty();
  }

  boolean resumable(Instant now) {
    return at.isAfter(now.minus(RESUMABLE));
  }

  /// The cursor that is further on; of two at the same position the second.
  static @Nullable Cursor later(@Nullable Cursor one, @Nullable Cursor other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.position().isAfter(other.position()) ? one : other;
  }

  @Override
  public String toString() {
    return position.transaction() + "-" + position.id() + "-" + at.getEpochSecond();
  }
}
