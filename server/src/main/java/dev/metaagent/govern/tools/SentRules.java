package dev.metaagent.govern.tools;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.policy.Fields;
import dev.metaagent.policy.InvalidPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads rules as somebody sent them: within bounds, without fields that nobody knows, and with
/// defaults in place of what was left out. What the fields mean is checked by the library that
/// evaluates them.
final class SentRules {

  static final int MOST = 100;
  static final int MOST_CONDITIONS = 20;
  private static final int MOST_VALUES = 200;
  private static final int MOST_PATHS = 20;
  private static final int LONGEST_TOOL = 200;
  private static final int LONGEST_PATH = 500;
  private static final int LONGEST_VALUE = 1_000;
  private static final int LONGEST_REASON = 500;
  private static final int SHORTEST_WAIT = 5;
  private static final int LONGEST_WAIT = 86_400;
  private static final int WAIT = 300;

  /// Beyond it a double does not hold each whole number.
  private static final double LARGEST = 0x1p53;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,60}");
  private static final Set<String> OF_RULE =
      Set.of(
          "id",
          "tool",
          "when",
          "effect",
          "reason",
          "redactPaths",
          "askSeconds",
          "whenUnanswered",
          "whenUnreachable");
  private static final Set<String> OF_WHEN = Set.of("all", "any");
  private static final Set<String> OF_CONDITION = Set.of("path", "op", "value");

  private final UnaryOperator<String> typed;

  /// @param typed removes personal data and secrets from what people typed
  SentRules(UnaryOperator<String> typed) {
    this.typed = typed;
  }

  /// @throws MetaAgentException that names the first field that is wrong
  List<ToolRule> read(@Nullable List<?> sent) {
    if (sent == null || sent.size() > MOST) {
      throw MetaAgentException.invalid("rules", "a list of at most " + MOST + " rules");
    }
    try {
      return named(Fields.items("rules", sent, this::rule));
    } catch (InvalidPolicy e) {
      throw MetaAgentException.invalid(e.path(), e.expected());
    }
  }

  /// Gives rules without an id one from their position, and refuses ids that occur twice.
  private static List<ToolRule> named(List<ToolRule> rules) {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      String id = rules.get(i).id();
      if (!id.isEmpty() && !taken.add(id)) {
        throw new InvalidPolicy("rules[" + i + "].id", "an id that no other rule has");
      }
    }
    List<ToolRule> named = new ArrayList<>(rules.size());
    for (int i = 0; i < rules.size(); i++) {
      ToolRule rule = rules.get(i);
      named.add(rule.id().isEmpty() ? withId(rule, free("rule-" + (i + 1), taken)) : rule);
    }
    return named;
  }

  private static String free(String wanted, Set<String> taken) {
    String id = wanted;
    for (int i = 2; !taken.add(id); i++) {
      id = wanted + "-" + i;
    }
    return id;
  }

  private static ToolRule withId(ToolRule rule, String id) {
    return new ToolRule(
        id,
        rule.tool(),
        rule.when(),
        rule.effect(),
        rule.reason(),
        rule.redactPaths(),
        rule.askSeconds(),
        rule.whenUnanswered(),
        rule.whenUnreachable());
  }

  private ToolRule rule(String at, @Nullable Object sent) {
    Fields fields = object(at, sent, OF_RULE);
    String effect = word(fields, "effect", "allow, deny, ask or redact");
    boolean ask = effect.equals("ask");
    return new ToolRule(
        id(fields),
        text(fields, "tool", 1, LONGEST_TOOL),
        fields.value("when") == null ? null : when(fields.path("when"), fields.value("when")),
        effect,
        reason(fields),
        paths(fields),
        wait(fields, ask),
        choice(fields, "whenUnanswered", "allow or deny", ask ? "deny" : null),
        choice(fields, "whenUnreachable", "open or closed", ask ? "closed" : null));
  }

  private static String id(Fields fields) {
    Object id = fields.value("id");
    if (id == null) {
      return "";
    }
    if (id instanceof String text && ID.matcher(text).matches()) {
      return text;
    }
    throw fields.invalid("id", "1 to 60 letters, digits, underscores, dots or hyphens");
  }

  private static ToolRule.When when(String at, @Nullable Object sent) {
    Fields fields = object(at, sent, OF_WHEN);
    if (fields.has("all") == fields.has("any")) {
      throw new InvalidPolicy(at, "either all or any");
    }
    return new ToolRule.When(conditions(fields, "all"), conditions(fields, "any"));
  }

  private static @Nullable List<ToolRule.Condition> conditions(Fields fields, String name) {
    if (!fields.has(name)) {
      return null;
    }
    if (fields.list(name).size() > MOST_CONDITIONS) {
      throw fields.invalid(name, "a list of at most " + MOST_CONDITIONS + " conditions");
    }
    return fields.items(name, SentRules::condition);
  }

  private static ToolRule.Condition condition(String at, @Nullable Object sent) {
    Fields fields = object(at, sent, OF_CONDITION);
    return new ToolRule.Condition(
        text(fields, "path", 0, LONGEST_PATH),
        word(
            fields, "op", "eq, ne, in, lt, lte, gt, gte, contains, startsWith, endsWith or exists"),
        value(fields.path("value"), fields.value("value"), true));
  }

  /// Numbers as every SDK reads them: a whole number or a double.
  private static @Nullable Object value(String at, @Nullable Object sent, boolean outer) {
    if (sent instanceof String text) {
      if (text.length() > LONGEST_VALUE || !StorableText.is(text)) {
        throw new InvalidPolicy(at, "a text of at most " + LONGEST_VALUE + " characters");
      }
      return text;
    }
    if (sent instanceof Number number) {
      double value = number.doubleValue();
      if (!(Math.abs(value) <= LARGEST)) {
        throw new InvalidPolicy(at, "a number from -2^53 to 2^53");
      }
      return value == Math.rint(value) ? (Number) number.longValue() : (Number) value;
    }
    if (sent instanceof List<?> list && outer) {
      if (list.size() > MOST_VALUES) {
        throw new InvalidPolicy(at, "a list of at most " + MOST_VALUES + " values");
      }
      List<@Nullable Object> values = new ArrayList<>(list.size());
      for (int i = 0; i < list.size(); i++) {
        values.add(value(at + "[" + i + "]", list.get(i), false));
      }
      return values;
    }
    if (sent == null || sent instanceof Boolean) {
      return sent;
    }
    throw new InvalidPolicy(at, outer ? "no object" : "a text, number, boolean or null");
  }

  private @Nullable String reason(Fields fields) {
    if (fields.value("reason") == null) {
      return null;
    }
    String reason = text(fields, "reason", 0, LONGEST_REASON).strip();
    return reason.isEmpty() ? null : typed.apply(reason);
  }

  private static List<String> paths(Fields fields) {
    List<?> sent = fields.listOrEmpty("redactPaths");
    if (sent.size() > MOST_PATHS) {
      throw fields.invalid("redactPaths", "a list of at most " + MOST_PATHS + " paths");
    }
    return Fields.items(
        fields.path("redactPaths"),
        sent,
        (at, path) -> {
          if (path instanceof String text && fits(text, 0, LONGEST_PATH)) {
            return text;
          }
          throw new InvalidPolicy(at, "a text of at most " + LONGEST_PATH + " characters");
        });
  }

  private static @Nullable Integer wait(Fields fields, boolean ask) {
    Object sent = fields.value("askSeconds");
    if (sent == null) {
      return ask ? (Integer) WAIT : null;
    }
    if (sent instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= SHORTEST_WAIT
        && number.intValue() <= LONGEST_WAIT) {
      return number.intValue();
    }
    throw fields.invalid(
        "askSeconds", "a whole number from " + SHORTEST_WAIT + " to " + LONGEST_WAIT);
  }

  private static @Nullable String choice(
      Fields fields, String name, String expected, @Nullable String otherwise) {
    return fields.value(name) == null ? otherwise : word(fields, name, expected);
  }

  /// A text whose meaning the library checks.
  private static String word(Fields fields, String name, String expected) {
    if (fields.value(name) instanceof String text) {
      return text;
    }
    throw fields.invalid(name, expected);
  }

  private static String text(Fields fields, String name, int least, int most) {
    if (fields.value(name) instanceof String text && fits(text, least, most)) {
      return text;
    }
    throw fields.invalid(
        name,
        least == 0
            ? "a text of at most " + most + " characters"
            : "a text of " + least + " to " + most + " characters");
  }

  private static boolean fits(String text, int least, int most) {
    return text.length() >= least && text.length() <= most && StorableText.is(text);
  }

  private static Fields object(String at, @Nullable Object sent, Set<String> known) {
    Fields fields = Fields.of(at, sent);
    if (sent instanceof Map<?, ?> map) {
      for (Object name : map.keySet()) {
        if (!known.contains(name)) {
          throw fields.invalid(StorableText.of(String.valueOf(name)), "no such field exists");
        }
      }
    }
    return fields;
  }
}
