package dev.metaagent.policy;

/// A part of a policy is not what it must be. The path names the part, such as
/// `rules[0].when.all[1].op`; what was expected is an English noun phrase.
public final class InvalidPolicy extends IllegalArgumentException {

  private final String path;
  private final String expected;

  public InvalidPolicy(String path, String expected) {
    super(path + ": expected " + expected);
    this.path = path;
    this.expected = expected;
  }

  public String path() {
    return path;
  }

  public String expected() {
    return expected;
  }
}
