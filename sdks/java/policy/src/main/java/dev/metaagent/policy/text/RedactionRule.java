package dev.metaagent.policy.text;

import dev.metaagent.policy.Fields;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Replaces what one pattern finds by the name of its class.
final class RedactionRule {

  /// `\b` between ASCII letters, digits and `_` and everything else: before Java 19 it took letters
  /// of all scripts.
  private static final String WORD_BOUNDARY = "(?:(?<=\\\\w)(?!\\\\w)|(?<!\\\\w)(?=\\\\w))";

  private final String replacement;
  private final Pattern pattern;
  private final int group;
  private final Check check;

  private RedactionRule(String name, Pattern pattern, int group, Check check) {
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

  String replace(String text) {
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
