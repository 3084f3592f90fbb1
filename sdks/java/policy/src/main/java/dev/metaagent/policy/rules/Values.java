package dev.metaagent.policy.rules;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How two values compare.
final class Values {

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private Values() {}

  /// Objects and lists equal nothing; a text that is a decimal number equals that number.
  static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Number number) {
      return equal(number.doubleValue(), right);
    }
    if (right instanceof Number number) {
      return equal(number.doubleValue(), left);
    }
    if (left == null || left instanceof String || left instanceof Boolean) {
      return left == null ? right == null : left.equals(right);
    }
    return false;
  }

  private static boolean equal(double number, @Nullable Object other) {
    if (other instanceof Number same) {
      return number == same.doubleValue();
    }
    return other instanceof String text && number == number(text);
  }

  /// The number that a text is, after removing spaces around it; NaN if it is none.
  static double number(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    String bare = text.substring(from, to);
    return DECIMAL.matcher(bare).matches() ? Double.parseDouble(bare) : Double.NaN;
  }

  /// Negative, 0 or positive, by Unicode code points.
  static int compare(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean bothOrNone = Character.isSurrogate(a) == Character.isSurrogate(b);
        return bothOrNone ? a - b : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }
}
