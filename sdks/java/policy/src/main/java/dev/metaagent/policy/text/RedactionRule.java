package dev.metaagent.policy.text;

import dev.metaagent.policy.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Replaces what one pattern finds by the name of its class.
final class RedactionRule {

  /// `\b` between ASCII letters, digits and `_` and everything else: before Java 19 it took letters
  /// of all scripts.
  private static final String WORD_BOUNDARY = "(?:(?<=\\\\w)(?!\\\\w)|(?<!\\\\w)(?=\\\\w))";

  /// A text that a rule of this class matches holds one of these literals. Looking for them is many
  /// times faster than trying the pattern at each position.
  static final Map<String, List<String>> LITERALS =
      Map.ofEntries(
          Map.entry("PRIVATE_KEY", List.of("PRIVATE KEY-----")),
          Map.entry("JWT", List.of("eyJ")),
          Map.entry("URL_CREDENTIALS", List.of("://")),
          Map.entry("ANTHROPIC_KEY", List.of("sk-ant-")),
          Map.entry("OPENAI_KEY", List.of("sk-")),
          Map.entry("METAAGENT_KEY", List.of("ma_")),
          Map.entry("AWS_KEY", List.of("AKIA", "ASIA")),
          Map.entry("GITHUB_TOKEN", List.of("gh", "github_pat_")),
          Map.entry("GITLAB_TOKEN", List.of("glpat-")),
          Map.entry("SLACK_TOKEN", List.of("xox")),
          Map.entry("STRIPE_KEY", List.of("k_")),
          Map.entry("GOOGLE_KEY", List.of("AIza")),
          Map.entry("API_KEY", List.of("hf_", "npm_", "SG.")),
          Map.entry("PASSWORD", List.of(":", "=")),
          Map.entry("EMAIL", List.of("@")),
          Map.entry("PHONE", List.of("+")));

  /// And at least so many digits.
  static final Map<String, Integer> DIGITS = Map.of("IBAN", 2, "CARD", 13, "US_SSN", 9);

  private final List<String> literals;
  private final int digits;
  private final String replacement;
  private final Pattern pattern;
  private final int group;
  private final Check check;

  private RedactionRule(String name, Pattern pattern, int group, Check check) {
    this.literals = LITERALS.getOrDefault(name, List.of());
    this.digits = DIGITS.getOrDefault(name, 0);
    this.replacement = "<" + name + ">";
    this.pattern = pattern;
    this.group = group;
    this.check = check;
  }

  static RedactionRule parse(String path, @Nullable Object json) {
    Fields fields = Fields.of(path, json);
    String regex = fields.text("pattern").replaceAll("\\\\b", WORD_BOUNDARY);
    int flags = Boolean.TRUE.equals(fields.value("ignoreCase")) ? Pattern.CASE_INSENSITIVE : 0;
    String check = fields.textOrNull("check");
    return new RedactionRule(
        fields.text("class"),
        Pattern.compile(regex, flags),
        Math.toIntExact(fields.integer("group", 0)),
        check == null ? Check.NONE : Check.valueOf(check.toUpperCase(Locale.ROOT)));
  }

  private boolean mayMatch(String text) {
    return (literals.isEmpty() || literals.stream().anyMatch(text::contains))
        && (digits == 0 || text.chars().filter(it -> it >= '0' && it <= '9').count() >= digits);
  }

  String replace(String text) {
    if (!mayMatch(text)) {
      return text;
    }
    Matcher matcher = pattern.matcher(text);
    StringBuilder replaced = null;
    int copied = 0;
    while (matcher.find()) {
      if (check.holds(matcher.group(group))) {
        replaced = replaced == null ? new StringBuilder(text.length()) : replaced;
        replaced.append(text, copied, matcher.start(group)).append(replacement);
        copied = matcher.end(group);
      }
    }
    return replaced == null ? text : replaced.append(text, copied, text.length()).toString();
  }
}
