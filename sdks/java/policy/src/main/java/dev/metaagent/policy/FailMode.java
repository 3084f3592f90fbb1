package dev.metaagent.policy;

/// What happens when it cannot be known what is permitted: fail open or fail closed.
public enum FailMode {
  OPEN("open"),
  CLOSED("closed");

  private final String text;

  FailMode(String text) {
    this.text = text;
  }

  public static FailMode of(Fields fields, String name) {
    Object value = fields.value(name);
    for (FailMode mode : values()) {
      if (mode.text.equals(value)) {
        return mode;
      }
    }
    throw fields.invalid(name, "open or closed");
  }

  /// As it is written in a policy.
  public String text() {
    return text;
  }
}
