package dev.metaagent.measure.query;

import dev.metaagent.kernel.MetaAgentException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stretch of time, [from, to), as a request gives it: RFC 3339, `now`, or relative to now
/// (`-6h`); lengths as `30s`, `5m`, `1h`, `7d`.
public record TimeRange(Instant from, Instant to) {

  private static final Pattern LENGTH = Pattern.compile("(\\d{1,7})([smhd])");
  private static final Duration LONGEST = Duration.ofDays(400);

  public Duration length() {
    return Duration.between(from, to);
  }

  /// The range that a request names.
  ///
  /// @param usual the length when `from` is not given
  public static TimeRange of(
      @Nullable String from, @Nullable String to, Duration usual, Instant now) {
    Instant until = to == null || to.isBlank() ? now : moment("to", to, now);
    Instant since = from == null || from.isBlank() ? until.minus(usual) : moment("from", from, now);
    if (!since.isBefore(until)) {
      throw MetaAgentException.invalid("from", "must be before to");
    }
    if (Duration.between(since, until).compareTo(LONGEST) > 0) {
      throw MetaAgentException.invalid("from", "must be at most 400 days before to");
    }
    return new TimeRange(since, until);
  }

  public static Duration length(String field, String text) {
    Matcher matcher = LENGTH.matcher(text);
    if (!matcher.matches()) {
      throw MetaAgentException.invalid(field, "must be a length like 10s, 5m, 1h or 1d");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case String other -> Duration.ofDays(count);
    };
  }

  private static Instant moment(String field, String text, Instant now) {
    if (text.equals("now")) {
      return now;
    }
    if (text.startsWith("-")) {
      return now.minus(length(field, text.substring(1)));
    }
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      if (instant.isBefore(Instant.EPOCH) || instant.isAfter(now.plus(LONGEST))) {
        throw MetaAgentException.invalid(field, "is not a time this server can know of");
      }
      return instant;
    } catch (DateTimeException e) {
      throw MetaAgentException.invalid(
          field, "must be a time like 2026-03-04T12:00:00Z or relative like -6h");
    }
  }
}
