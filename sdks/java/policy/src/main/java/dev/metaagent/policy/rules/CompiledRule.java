package dev.metaagent.policy.rules;

import dev.metaagent.policy.text.Redactor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule with its glob, conditions and paths taken apart.
final class CompiledRule {

  private final Rule rule;
  private final Glob glob;
  private final Conditions conditions;
  private final List<Path> redactPaths;

  CompiledRule(Rule rule) {
    this.rule = rule;
    this.glob = new Glob(rule.tool());
    this.conditions = Conditions.compile(rule.when());
    this.redactPaths = rule.redactPaths().stream().map(Path::parse).toList();
  }

  /// Conditions that cannot be decided hold for every effect but allow, so that a value in an
  /// unexpected form does not slip past a rule.
  boolean holds(String tool, @Nullable Object arguments, OpenedTexts texts) {
    if (!glob.matches(tool)) {
      return false;
    }
    return switch (conditions.evaluate(arguments, texts)) {
      case TRUE -> true;
      case FALSE -> false;
      case UNKNOWN -> rule.effect() != Effect.ALLOW;
    };
  }

  Decision decision(@Nullable Object arguments) {
    return switch (rule.effect()) {
      case ALLOW -> new Decision.Allow(rule);
      case DENY -> new Decision.Deny(rule);
      case ASK -> new Decision.Ask(rule);
      case REDACT -> new Decision.Redact(rule, redacted(arguments));
    };
  }

  private @Nullable Object redacted(@Nullable Object arguments) {
    return redactPaths.isEmpty()
        ? Redactor.standard().redact(arguments)
        : RedactedPaths.redact(arguments, redactPaths);
  }
}
