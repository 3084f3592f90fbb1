package dev.metaagent.policy.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conditions of a rule, taken apart once and evaluated often. Immutable.
public final class Conditions {

  private final boolean all;
  private final List<CompiledCondition> conditions;

  private Conditions(boolean all, List<CompiledCondition> conditions) {
    this.all = all;
    this.conditions = conditions;
  }

  public static Conditions compile(When when) {
    return new Conditions(
        when.all(), when.conditions().stream().map(CompiledCondition::new).toList());
  }

  /// `{all: [..]}` or `{any: [..]}` as plain values, null for no condition. Throws
  /// [dev.metaagent.policy.InvalidPolicy].
  public static Conditions parse(@Nullable Object when) {
    return compile(when == null ? When.ALWAYS : When.parse("when", when));
  }

  public Truth evaluate(@Nullable Object arguments) {
    return evaluate(arguments, new OpenedTexts());
  }

  Truth evaluate(@Nullable Object arguments, OpenedTexts texts) {
    Truth decisive = all ? Truth.FALSE : Truth.TRUE;
    Truth result = decisive.negated();
    for (CompiledCondition condition : conditions) {
      Truth truth = condition.evaluate(arguments, texts);
      if (truth == decisive) {
        return decisive;
      }
      if (truth == Truth.UNKNOWN) {
        result = truth;
      }
    }
    return result;
  }
}
