package dev.metaagent.search.query;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.kernel.SpanId;
import dev.metaagent.kernel.TraceId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/// The query parameters of one request. Each is read once, in its own form; {@link #done} then
/// refuses the request when any was wrong, given twice or is not known here, and names all of them.
public final class Parameters {

  private static final int LONGEST = 500;
  private static final Instant OLDEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant NEWEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final Map<Character, Duration> UNITS =
      Map.of(
          's', Duration.ofSeconds(1),
          'm', Duration.ofMinutes(1),
          'h', Duration.ofHours(1),
          'd', Duration.ofDays(1),
          'w', Duration.ofDays(7));

  private final Map<String, List<String>> left;
  private final Instant now;
  private final TreeSet<String> known = new TreeSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  public Parameters(MultiValueMap<String, String> given, Instant now) {
    this.left = new HashMap<>(given);
    this.now = now;
  }

  Instant now() {
    return now;
  }

  /// The text of a parameter, null when it is absent or empty.
  public @Nullable String text(String name) {
    known.add(name);
    List<String> values = left.remove(name);
    if (values == null || values.isEmpty()) {
      return null;
    }
    if (values.size() > 1) {
      refuse(name, "is given more than once");
      return null;
    }
    return usable(name, values.getFirst());
  }

  /// The values of every parameter that begins with a prefix, by the rest of its name.
  Map<String, String> withPrefix(String prefix) {
    known.add(prefix + "<key>");
    Map<String, String> found = new TreeMap<>();
    for (String name : List.copyOf(left.keySet())) {
      if (name.startsWith(prefix)) {
        String value = text(name);
        known.remove(name);
        if (usable(name, name) != null && value != null) {
          found.put(name.substring(prefix.length()), value);
        }
      }
    }
    return found;
  }

  /// A point in time: RFC 3339, `now`, or back from now (`-6h`; s, m, h, d, w).
  @Nullable Instant time(String name) {
    return parsed(
        name,
        "is a time like 2026-01-31T12:00:00Z, or back from now like -6h (s, m, h, d, w)",
        this::instant);
  }

  @Nullable Boolean flag(String name) {
    return choice(name, Map.of("true", true, "false", false));
  }

  <T> @Nullable T choice(String name, Map<String, T> choices) {
    String options = choices.keySet().stream().sorted().collect(Collectors.joining(", "));
    return parsed(name, "is one of " + options, text -> choices.get(text.toLowerCase(Locale.ROOT)));
  }

  public int limit(int otherwise, int most) {
    Integer limit =
        parsed(
            "limit",
            "is a number from 1 to " + most,
            text -> {
              int number = Integer.parseInt(text);
              return number >= 1 && number <= most ? number : null;
            });
    return limit == null ? otherwise : limit;
  }

  @Nullable Long nanoUsd(String name) {
    return parsed(
        name,
        "is an amount of US dollars like 0.02",
        text -> text.length() > 30 || text.matches(".*[eE].*") ? null : NanoUsd.parse(text));
  }

  /// Milliseconds, read as nanoseconds.
  @Nullable Long milliseconds(String name) {
    return parsed(
        name,
        "is a number of milliseconds",
        text -> {
          if (text.length() > 20 || text.matches(".*[eE].*")) {
            return null;
          }
          BigDecimal nanos = new BigDecimal(text).movePointRight(6);
          return nanos.signum() < 0 ? null : nanos.toBigInteger().longValueExact();
        });
  }

  @Nullable TraceId trace(String name) {
    return parsed(name, "is a trace id of 32 hex digits", TraceId::parse);
  }

  @Nullable Long span(String name) {
    return parsed(name, "is a span id of 16 hex digits", SpanId::parse);
  }

  public @Nullable Position cursor() {
    return parsed("cursor", "is the nextCursor of an earlier answer", Position::parse);
  }

  /// Reads a parameter with a parser that answers null or throws when the text is not of its form.
  public <T> @Nullable T parsed(
      String name, String expected, Function<String, @Nullable T> parser) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      T value = parser.apply(text);
      if (value == null) {
        refuse(name, expected);
      }
      return value;
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      refuse(name, expected);
      return null;
    }
  }

  void refuse(String name, String expected) {
    errors.add(new FieldError(name, expected));
  }

  /// Ends the reading: refuses what was wrong, and what was not asked for.
  ///
  /// @throws MetaAgentException naming every parameter that was wrong
  public void done() {
    for (String name : new TreeSet<>(left.keySet())) {
      String shown = usable(name, name) == null ? "?" : name;
      refuse(shown, "is not a parameter here; known are " + String.join(", ", known));
    }
    if (errors.isEmpty()) {
      return;
    }
    String sentence =
        errors.stream().map(e -> e.field() + " " + e.message()).collect(Collectors.joining("; "));
    throw new MetaAgentException(ErrorCode.INVALID_FIELD, sentence, errors, null, null);
  }

  private @Nullable String usable(String name, String value) {
    if (value.isEmpty()) {
      return null;
    }
    if (value.length() > LONGEST) {
      refuse(name, "is longer than " + LONGEST + " characters");
      return null;
    }
    if (!storable(value)) {
      refuse(name, "holds a character that no stored text can hold");
      return null;
    }
    return value;
  }

  /// Whether a text can be stored at all.
  public static boolean storable(String value) {
    return value.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(value);
  }

  private @Nullable Instant instant(String text) {
    if (text.equals("now")) {
      return now;
    }
    if (text.startsWith("-")) {
      if (text.length() < 3) {
        return null;
      }
      Duration unit = UNITS.get(text.charAt(text.length() - 1));
      int number = Integer.parseInt(text.substring(1, text.length() - 1));
      return unit == null || number < 0 || number > 100_000
          ? null
          : now.minus(unit.multipliedBy(number));
    }
    // a '+' of an offset that was not escaped arrives as a space
    Instant at = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    return at.isBefore(OLDEST) || at.isAfter(NEWEST) ? null : at;
  }
}
