package dev.metaagent.policy.rules;

import dev.metaagent.policy.Fields;

/// What becomes of a call when nobody answered the question in time.
public enum WhenUnanswered {
  ALLOW("allow"),
  DENY("deny");

  private final String text;

  WhenUnanswered(String text) {
    this.text = text;
  }

  static WhenUnanswered of(Fields fields, String name) {
    Object value = fields.value(name);
    for (WhenUnanswered answer : values()) {
      if (answer.text.equals(value)) {
        return answer;
      }
    }
    throw fields.invalid(name, "allow or deny");
  }

  public String text() {
    return text;
  }
}
