package dev.metaagent.policy.rules;

import dev.metaagent.policy.Fields;

/// What a rule does with the calls that it matches.
public enum Effect {
  ALLOW("allow"),
  DENY("deny"),
  /// A person decides.
  ASK("ask"),
  /// The call is permitted with changed arguments.
  REDACT("redact");

  private final String text;

  Effect(String text) {
    this.text = text;
  }

  static Effect of(Fields fields, String name) {
    Object value = fields.value(name);
    for (Effect effect : values()) {
      if (effect.text.equals(value)) {
        return effect;
      }
    }
    throw fields.invalid(name, "allow, deny, ask or redact");
  }

  /// As it is written in a rule.
  public String text() {
    return text;
  }
}
