package dev.metaagent.search.describe;

import dev.metaagent.search.query.ExecutionRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What broke in a run, in plain words: the action that failed, and what its error says. Only facts
/// of the error are repeated; an error of no known kind is quoted, without the names of classes
/// before it.
final class Headline {

  private static final int LONGEST = 160;
  private static final int READ = 4_000;

  /// Where a parser stopped, in the words of the usual parsers.
  private static final List<Pattern> CHARACTERS =
      List.of(
          Pattern.compile("\\(char (\\d{1,9})\\)"),
          Pattern.compile("\\bat position (\\d{1,9})"),
          Pattern.compile("\\b(?:char(?:acter)?|offset) (\\d{1,9})"));

  private static final Pattern LINE_AND_COLUMN =
      Pattern.compile("\\bline:? (\\d{1,9}),? (?:column|col):? (\\d{1,9})");

  private static final Pattern JSON =
      Pattern.compile(
          "jsondecode|jsonparse|jsoneof|json_parse|invalid_?json|malformedjson|streamread|\\bin"
              + " json\\b|json input|(?:valid|invalid|parse|parsing|malformed) json|not (?:a"
              + " )?valid json|expecting (?:value|property name|'[,:]')|unexpected character"
              + " \\('|unexpected end-of-input|unterminated string starting at");

  private static final Pattern TIMEOUT =
      Pattern.compile("time[d_ -]?out|deadline[ _]?exceeded|timeout");

  private static final Pattern AFTER =
      Pattern.compile(
          "\\b(?:after|of|within) (\\d{1,9}(?:\\.\\d{1,3})?"
              + " ?(?:ms|milliseconds?|s|sec|seconds?|min|minutes?))\\b");

  private static final Pattern QUOTA =
      Pattern.compile("insufficient_quota|exceeded your current quota");

  private static final Pattern RATE =
      Pattern.compile("rate[_ -]?limit|too many requests|\\b429\\b|throttl");

  private static final Pattern OVERLOADED = Pattern.compile("overloaded");

  private static final Pattern CONTEXT =
      Pattern.compile(
          "context[_ ](?:length|window)|maximum context|prompt is too long|too many tokens");

  private static final Pattern REFUSED =
      Pattern.compile("connection ?refused|econnrefused|connecterror");

  private static final Pattern NO_HOST =
      Pattern.compile("enotfound|unknownhost|name or service not known|getaddrinfo");

  private static final Pattern RESET =
      Pattern.compile("connection ?reset|econnreset|connection aborted|broken pipe");

  private static final Pattern ACCESS =
      Pattern.compile(
          "authenticationerror|unauthorized|permissiondenied|\\bforbidden\\b|invalid api key");

  private static final Pattern STATUS =
      Pattern.compile(
          "\\b(?:http|status|code|status code|error)[ :=]{1,3}([45]\\d\\d)\\b|^([45]\\d\\d)\\b");

  private static final Pattern MISSING_KEY = Pattern.compile("^KeyError$");

  /// `java.lang.IllegalStateException: `, `openai.BadRequestError: `, `Error: `.
  private static final Pattern CLASS_OF_ERROR =
      Pattern.compile(
          "^(?:[A-Za-z_][\\w$]*\\.)*[A-Za-z_][\\w$]*(?:Error|Exception|Failure|Fault): (?=\\S)");

  private Headline() {}

  /// The headline of a run that failed; null when it did not, or nothing is known about it.
  ///
  /// @param action the name of the action that failed, null when that is not known
  static @Nullable String of(ExecutionRow run, @Nullable String action) {
    if (Boolean.TRUE.equals(run.success())) {
      return null;
    }
    return of(action, run.errorType(), run.errorMessage());
  }

  static @Nullable String of(
      @Nullable String action, @Nullable String type, @Nullable String message) {
    if (type == null && message == null) {
      return null;
    }
    String what = what(type, message);
    return shortened(action == null || action.isBlank() ? what : action + ": " + what);
  }

  private static String what(@Nullable String type, @Nullable String message) {
    String kind = type == null ? "" : type;
    String text = message == null ? "" : message.substring(0, Math.min(READ, message.length()));
    String both = (kind + " " + text).toLowerCase(Locale.ROOT);
    return Stream.<Function<String, Optional<String>>>of(
            Headline::json,
            all -> said(QUOTA, all, "the quota is used up"),
            all -> said(RATE, all, "the rate limit was reached"),
            all -> said(CONTEXT, all, "the prompt was longer than the model's context"),
            Headline::timeout,
            all -> said(OVERLOADED, all, "the model was overloaded"),
            all -> said(REFUSED, all, "the connection was refused"),
            all -> said(NO_HOST, all, "the host was not found"),
            all -> said(RESET, all, "the connection was lost"),
            all -> said(ACCESS, all, "access was denied" + status(all)),
            all -> status(all).isEmpty() ? Optional.empty() : Optional.of("answered" + status(all)))
        .flatMap(reading -> reading.apply(both).stream())
        .findFirst()
        .or(() ->
            MISSING_KEY.matcher(kind).matches() && !text.isBlank()
                ? Optional.of("the key " + firstLine(text) + " is missing")
                : Optional.empty())
        .orElseGet(() -> quoted(kind, text));
  }

  private static Optional<String> said(Pattern pattern, String all, String words) {
    return pattern.matcher(all).find() ? Optional.of(words) : Optional.empty();
  }

  private static Optional<String> json(String all) {
    if (!JSON.matcher(all).find()) {
      return Optional.empty();
    }
    String where =
        CHARACTERS.stream()
            .map(pattern -> pattern.matcher(all))
            .filter(Matcher::find)
            .map(found -> " at character " + found.group(1))
            .findFirst()
            .orElseGet(() -> lineAndColumn(all));
    return Optional.of("the text was not valid JSON" + where);
  }

  /// A text of one line is told by its character alone.
  private static String lineAndColumn(String all) {
    Matcher found = LINE_AND_COLUMN.matcher(all);
    if (!found.find()) {
      return "";
    }
    return found.group(1).equals("1")
        ? " at character " + found.group(2)
        : " at line %s, column %s".formatted(found.group(1), found.group(2));
  }

  private static Optional<String> timeout(String all) {
    if (!TIMEOUT.matcher(all).find()) {
      return Optional.empty();
    }
    Matcher after = AFTER.matcher(all);
    return Optional.of("timed out" + (after.find() ? " after " + after.group(1) : ""));
  }

  private static String status(String all) {
    Matcher found = STATUS.matcher(all.strip());
    if (!found.find()) {
      return "";
    }
    return " with HTTP " + (found.group(1) == null ? found.group(2) : found.group(1));
  }

  private static String quoted(String type, String message) {
    String line = firstLine(message);
    Matcher named = CLASS_OF_ERROR.matcher(line);
    while (named.find()) {
      line = line.substring(named.end());
      named = CLASS_OF_ERROR.matcher(line);
    }
    if (!type.isEmpty() && line.startsWith(type + ": ")) {
      line = line.substring(type.length() + 2);
    }
    return line.isBlank() ? (type.isEmpty() ? "failed" : "failed with " + type) : line;
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1).stripTrailing() + "…";
  }
}
