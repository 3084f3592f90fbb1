package dev.metaagent.search.filter;

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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/// The query parameters of one request. Each is read once, in its own form; {@link #done} then
/// refuses the request when any was wrong, given twice or is not known here, and names all of them.
public final class Parameters {

  private static final int LONGEST = 500;
  private static final int MOST_VALUES = 20;
  private static final Pattern BACK = Pattern.compile("-([0-9]{1,6})([smhdw])");
  private static final int FURTHEST = 100_000;
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
  private final Set<String> hidden;
  private final Instant now;
  private final Set<String> known;
  private final List<FieldError> errors;

  public Parameters(MultiValueMap<String, String> given, Instant now) {
    this(new HashMap<>(given), Set.of(), now, new TreeSet<>(), new ArrayList<>());
  }

  private Parameters(
      Map<String, List<String>> left,
      Set<String> hidden,
      Instant now,
      Set<String> known,
      List<FieldError> errors) {
    this.left = left;
    this.hidden = hidden;
    this.now = now;
    this.known = known;
    this.errors = errors;
  }

  private @Nullable List<String> taken(String name) {
    known.add(name);
    return hidden.contains(name) ? null : left.remove(name);
  }

  Instant now() {
    return now;
  }

  /// The same parameters as if some were not given: what is read here is read for both, and what is
  /// wrong is wrong in both.
  Parameters without(Set<String> names) {
    return new Parameters(left, names, now, known, errors);
  }

  /// The text of a parameter, null when it is absent or empty.
  public @Nullable String text(String name) {
    List<String> values = taken(name);
    if (values == null || values.isEmpty()) {
      return null;
    }
    if (values.size() > 1) {
      refuse(name, "is given more than once");
      return null;
    }
    return usable(name, values.getFirst());
  }

  /// The values of a parameter that may be repeated, each once.
  List<String> texts(String name) {
    List<String> values = taken(name);
    if (values == null) {
      return List.of();
    }
    List<String> usable =
        values.stream()
            .map(value -> usable(name, value))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (usable.size() > MOST_VALUES) {
      refuse(name, "is given more than " + MOST_VALUES + " times");
    }
    return usable;
  }

  /// What is asked of a field: `name` any of, `not.name` none of.
  Asked asked(String name) {
    return new Asked(texts(name), texts("not." + name));
  }

  /// The values of every parameter that begins with a prefix, by the rest of its name.
  Map<String, List<String>> withPrefix(String prefix) {
    known.add(prefix + "<key>");
    Map<String, List<String>> found = new TreeMap<>();
    for (String name : List.copyOf(left.keySet())) {
      if (name.startsWith(prefix)) {
        List<String> values = texts(name);
        known.remove(name);
        if (usable(name, name) != null && !values.isEmpty()) {
          found.put(name.substring(prefix.length()), values);
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

  /// The choices that a parameter names, which may be repeated.
  <T> List<T> chosen(String name, Map<String, T> choices) {
    List<T> chosen = new ArrayList<>();
    for (String text : texts(name)) {
      T choice = choices.get(text.toLowerCase(Locale.ROOT));
      if (choice == null) {
        refuse(
            name,
            "is one of " + choices.keySet().stream().sorted().collect(Collectors.joining(", ")));
        return List.of();
      }
      chosen.add(choice);
    }
    return chosen;
  }

  /// The bounds `min<name>` and `max<name>`.
  Between between(String name, Function<String, @Nullable Long> read) {
    Long least = read.apply("min" + name);
    Long most = read.apply("max" + name);
    if (least != null && most != null && least > most) {
      refuse("min" + name, "is more than `max" + name + "`");
    }
    return new Between(least, most);
  }

  /// A number of things.
  @Nullable Long count(String name) {
    return parsed(
        name,
        "is a whole number from 0",
        text -> {
          long number = Long.parseLong(text);
          return number < 0 ? null : (Long) number;
        });
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

  /// As `parsed`, for a parameter that must be given and not be empty.
  public <T> @Nullable T required(
      String name, String expected, Function<String, @Nullable T> parser) {
    int wrong = errors.size();
    T value = parsed(name, expected, parser);
    if (value == null && errors.size() == wrong) {
      refuse(name, expected);
    }
    return value;
  }

  public void refuse(String name, String expected) {
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
      Matcher back = BACK.matcher(text);
      return back.matches() && Integer.parseInt(back.group(1)) <= FURTHEST
          ? now.minus(
              Objects.requireNonNull(UNITS.get(back.group(2).charAt(0)))
                  .multipliedBy(Integer.parseInt(back.group(1))))
          : null;
    }
    // a '+' of an offset that was not escaped arrives as a space
    Instant at = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    return at.isBefore(OLDEST) || at.isAfter(NEWEST) ? null : at;
  }
}
