package dev.metaagent.sdk.internal.policies;

/// Where the policy held came from.
public enum Source {
  SERVER("server"),
  DISK("disk"),
  NONE("none");

  private final String text;

  Source(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
