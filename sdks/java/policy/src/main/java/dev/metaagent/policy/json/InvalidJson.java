package dev.metaagent.policy.json;

/// A text is not JSON (RFC 8259), at this index of its characters.
public final class InvalidJson extends IllegalArgumentException {

  public InvalidJson(String expected, int index) {
    super("expected " + expected + " at character " + index);
  }
}
