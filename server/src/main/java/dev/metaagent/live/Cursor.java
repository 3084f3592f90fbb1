package dev.metaagent.live;

import dev.metaagent.observe.NewsPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Up to where a connection was told everything: a place in the news, and when it was the newest.
record Cursor(NewsPosition position, Instant at) {

  /// How long one may be away and be told what was missed.
  static final Duration HELD = Duration.ofMinutes(10);

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,12})");

  static Optional<Cursor> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new Cursor(
                new NewsPosition(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))),
                Instant.ofEpochSecond(Long.parseLong(form.group(3)))))
        : Optional.empty();
  }

  boolean held(Instant now) {
    return at.isAfter(now.minus(HELD));
  }

  @Override
  public String toString() {
    return position.transaction() + "-" + position.id() + "-" + at.getEpochSecond();
  }
}
