package dev.metaagent.policy.rules;

/// A pattern over a whole name, case-sensitive: `*` is any number of characters, `?` one character
/// (a Unicode code point), nothing else is special.
public final class Glob {

  private final int[] points;

  /// The characters before the first `*` or `?`.
  private final String prefix;

  private final boolean wholePattern;
  private final boolean anyRest;

  public Glob(String pattern) {
    this.points = pattern.codePoints().toArray();
    int wild = 0;
    while (wild < pattern.length() && pattern.charAt(wild) != '*' && pattern.charAt(wild) != '?') {
      wild++;
    }
    this.prefix = pattern.substring(0, wild);
    this.wholePattern = wild == pattern.length();
    this.anyRest = pattern.substring(wild).equals("*");
  }

  public boolean matches(String name) {
    if (wholePattern) {
      return prefix.equals(name);
    }
    return name.startsWith(prefix) && (anyRest || matches(name.codePoints().toArray()));
  }

  /// After a mismatch, the last `*` takes one character more: linear for one `*`, never worse than
  /// the product of both lengths.
  private boolean matches(int[] name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int taken = 0;
    while (n < name.length) {
      if (p < points.length && points[p] == '*') {
        star = p++;
        taken = n;
      } else if (p < points.length && (points[p] == '?' || points[p] == name[n])) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++taken;
      } else {
        return false;
      }
    }
    while (p < points.length && points[p] == '*') {
      p++;
    }
    return p == points.length;
  }
}
