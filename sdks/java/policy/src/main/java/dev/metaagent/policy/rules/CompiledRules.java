package dev.metaagent.policy.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of one policy, taken apart once and asked before every tool call. Immutable.
public final class CompiledRules {

  private static final Decision NO_RULE = new Decision.Allow(null);

  private final CompiledRule[] rules;

  CompiledRules(List<Rule> rules) {
    this.rules = rules.stream().map(CompiledRule::new).toArray(CompiledRule[]::new);
  }

  /// The first rule that matches the tool and holds for the arguments decides; without one the call
  /// is permitted. `arguments` are plain values, or a text of JSON; they are not changed.
  public Decision decide(String tool, @Nullable Object arguments) {
    OpenedTexts texts = new OpenedTexts();
    for (CompiledRule rule : rules) {
      if (rule.holds(tool, arguments, texts)) {
        return rule.decision(arguments);
      }
    }
    return NO_RULE;
  }
}
