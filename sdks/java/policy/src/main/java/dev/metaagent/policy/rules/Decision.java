package dev.metaagent.policy.rules;

import org.jspecify.annotations.Nullable;

/// What the rules say about one tool call.
public sealed interface Decision {

  /// The rule that decided; null where none matched.
  @Nullable Rule rule();

  Effect effect();

  /// Permitted as it is.
  record Allow(@Nullable Rule rule) implements Decision {
    @Override
    public Effect effect() {
      return Effect.ALLOW;
    }
  }

  /// Refused, with kind `denied`.
  record Deny(Rule rule) implements Decision {
    @Override
    public Effect effect() {
      return Effect.DENY;
    }
  }

  /// A person decides.
  record Ask(Rule rule) implements Decision {
    @Override
    public Effect effect() {
      return Effect.ASK;
    }
  }

  /// Permitted with these arguments in place of those of the call.
  record Redact(Rule rule, @Nullable Object arguments) implements Decision {
    @Override
    public Effect effect() {
      return Effect.REDACT;
    }
  }
}
