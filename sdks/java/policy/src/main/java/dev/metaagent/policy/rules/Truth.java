package dev.metaagent.policy.rules;

/// Three-valued logic: a condition may be one that cannot be decided.
public enum Truth {
  TRUE("true"),
  FALSE("false"),
  UNKNOWN("unknown");

  private final String text;

  Truth(String text) {
    this.text = text;
  }

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Truth negated() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  public String text() {
    return text;
  }
}
