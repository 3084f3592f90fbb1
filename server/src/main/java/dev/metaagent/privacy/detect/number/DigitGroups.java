package dev.metaagent.privacy.detect.number;

import dev.metaagent.privacy.detect.text.Letters;

/// Groups of digits that stand together, with what separates them: `+49 (0)30 555-0123`.
public final class DigitGroups {

  public static final int MOST = 12;
  public static final char NONE = 0;

  /// a bracket closes between two groups
  public static final char CLOSED = ')';

  public final int[] starts = new int[MOST];
  public final int[] ends = new int[MOST];

  /// what stands before a group: a blank, `-`, `.`, `/`, or a bracket
  public final char[] before = new char[MOST];

  /// all digits, as values, and where those of a group begin
  public final byte[] digits = new byte[96];

  public final int[] offsets = new int[MOST + 1];
  public int count;

  /// whether a letter follows the last group, which is then no number
  public boolean mixed;

  /// Reads the groups that begin at a digit.
  public void read(char[] text, int length, int from) {
    count = 0;
    mixed = false;
    offsets[0] = 0;
    int at = from;
    char separator = NONE;
    while (count < MOST) {
      int end = at;
      int used = offsets[count];
      while (end < length && Letters.digit(text[end]) && used < digits.length) {
        digits[used++] = (byte) (text[end] - '0');
        end++;
      }
      starts[count] = at;
      ends[count] = end;
      before[count] = separator;
      offsets[++count] = used;
      if (end < length && Letters.joins(text[end])) {
        mixed = !Extensions.glued(text, length, end);
        return;
      }
      int next = gap(text, length, end);
      if (next < 0 || used == digits.length) {
        return;
      }
      separator = text[end] == ')' ? CLOSED : text[next - 1] == '(' ? '(' : plain(text[end]);
      at = next;
    }
  }

  /// Where the next group begins after one that ended here, or -1.
  private static int gap(char[] text, int length, int end) {
    int at = end;
    while (at < length && at - end < 3 && separates(text[at])) {
      at++;
      if (at < length && Letters.digit(text[at])) {
        return plausible(text, end, at) ? at : -1;
      }
    }
    return -1;
  }

  private static boolean separates(char c) {
    return switch (c) {
      case ' ', '-', '.', '/', '(', ')' -> true;
      default -> c >= 128 && plain(c) < 128;
    };
  }

  /// Blanks and hyphens of typography as those of a keyboard.
  private static char plain(char c) {
    return switch (c) {
      case '\u00A0', '\u202F', '\u2007', '\u2009' -> ' ';
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2212' -> '-';
      default -> c;
    };
  }

  /// One separator, or two or three with a bracket among them.
  private static boolean plausible(char[] text, int from, int to) {
    if (to - from == 1) {
      return true;
    }
    boolean bracket = false;
    for (int i = from; i < to; i++) {
      bracket |= text[i] == '(' || text[i] == ')';
      if (text[i] == '.' || (text[i] == '/' && to - from > 2)) {
        return false;
      }
    }
    return bracket;
  }

  public int size(int group) {
    return ends[group] - starts[group];
  }

  /// How many digits lie in some groups.
  public int digits(int from, int to) {
    return offsets[to] - offsets[from];
  }

  /// Whether groups have these sizes.
  public boolean shaped(int from, int... sizes) {
    if (from + sizes.length > count) {
      return false;
    }
    for (int i = 0; i < sizes.length; i++) {
      if (size(from + i) != sizes[i]) {
        return false;
      }
    }
    return true;
  }

  /// Whether all groups are set apart by this.
  public boolean separated(int from, int to, char separator) {
    for (int i = from + 1; i < to; i++) {
      if (before[i] != separator) {
        return false;
      }
    }
    return true;
  }

  /// Whether a number may end before this group. The groups ended at a word with letters: that is
  /// no part of the number when a blank lies between.
  public boolean edge(int to) {
    return to >= count ? !mixed || before[to] == ' ' : before[to] == ' ' || before[to] == '(';
  }

  /// Whether a bracket closes between some groups.
  public boolean closes(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (before[i] == CLOSED) {
        return true;
      }
    }
    return false;
  }

  /// 0.123456, 12.5
  public boolean decimals(int from) {
    return from + 1 < count
        && before[from + 1] == '.'
        && (from + 2 >= count || before[from + 2] != '.');
  }

  public int number(int group) {
    return (int)
        Math.min(Integer.MAX_VALUE, Checksums.number(digits, offsets[group], offsets[group + 1]));
  }

  /// Whether groups read as a date: 2006-04-07, 12/1/1981, 07.04.2006.
  public boolean date(int from) {
    if (from + 3 > count || before[from + 1] != before[from + 2]) {
      return false;
    }
    char separator = before[from + 1];
    if (separator == CLOSED || separator == '(') {
      return false;
    }
    if (size(from + 1) > 2) {
      return false;
    }
    boolean yearFirst = size(from) == 4 && year(number(from)) && size(from + 2) <= 2;
    boolean yearLast = size(from + 2) == 4 && year(number(from + 2)) && size(from) <= 2;
    int month = number(from + 1);
    int other = yearFirst ? number(from + 2) : number(from);
    return (yearFirst || yearLast)
        && month > 0
        && other > 0
        && Math.min(month, other) <= 12
        && Math.max(month, other) <= 31;
  }

  public static boolean year(int number) {
    return number >= 1800 && number < 2200;
  }

  /// Whether digits are a day of the years: month and day at two places.
  public boolean day(int monthAt, int dayAt) {
    int month = digits[monthAt] * 10 + digits[monthAt + 1];
    int day = digits[dayAt] * 10 + digits[dayAt + 1];
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
}
