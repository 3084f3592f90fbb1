package dev.metaagent.policy.rules;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.InvalidPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules on tool calls, in order.
public record Rules(List<Rule> rules) {

  public Rules {
    rules = List.copyOf(rules);
  }

  /// Rules as they are written, `[{id, tool, when, effect, ..}]`. Throws [InvalidPolicy] with a
  /// path that begins with `rules` for the first part that is wrong.
  public static Rules parse(List<?> rules) {
    return parse("rules", rules);
  }

  /// The same with another beginning of the paths.
  public static Rules parse(String at, List<?> rules) {
    Set<String> ids = new HashSet<>();
    return new Rules(
        Fields.items(
            at,
            rules,
            (path, json) -> {
              Rule rule = Rule.parse(path, json);
              if (!ids.add(rule.id())) {
                throw new InvalidPolicy(path + ".id", "an id that no other rule has");
              }
              return rule;
            }));
  }

  /// Rules of a policy that a newer server wrote: a rule that cannot be read denies the tools that
  /// it names, so that nothing slips past it. Throws [InvalidPolicy] where an item names no tool.
  public static Rules read(String at, List<?> rules) {
    return new Rules(Fields.items(at, rules, Rules::readOne));
  }

  private static Rule readOne(String path, @Nullable Object json) {
    try {
      return Rule.parse(path, json);
    } catch (InvalidPolicy e) {
      if (json instanceof Map<?, ?> rule
          && rule.get("id") instanceof String id
          && rule.get("tool") instanceof String tool) {
        return Rule.denying(id, tool, "a rule that this version cannot read: " + e.getMessage());
      }
      throw e;
    }
  }

  public CompiledRules compile() {
    return new CompiledRules(rules);
  }
}
