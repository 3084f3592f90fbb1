package dev.metaagent.privacy.detect.number;

import dev.metaagent.privacy.detect.text.Letters;

/// Phone numbers: international ones by their calling code, national ones by the grouping of their
/// digits, and where that is ambiguous, by the words beside them.
public final class Phones {

  /// How certain a match is by its digits alone.
  public enum Reading {
    NO,
    /// only beside words that speak of phones or calls
    WITH_WORDS,
    /// only right beside a word that names phones
    WITH_NAME,
    YES
  }

  private static final int SHORTEST = 7;
  private static final int LONGEST = 15;

  /// One bit for each number that is a calling code: 1 and 7, those of two digits, of three.
  private static final boolean[] CODES = new boolean[1000];

  static {
    CODES[1] = true;
    CODES[7] = true;
    int[] two = {
      20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55,
      56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98
    };
    for (int code : two) {
      CODES[code] = true;
    }
    int[][] three = {
      {211, 213},
      {216, 216},
      {218, 218},
      {220, 269},
      {290, 291},
      {297, 299},
      {350, 359},
      {370, 389},
      {420, 421},
      {423, 423},
      {500, 509},
      {590, 599},
      {670, 670},
      {672, 692},
      {800, 800},
      {808, 808},
      {850, 850},
      {852, 853},
      {855, 856},
      {870, 870},
      {878, 878},
      {880, 883},
      {886, 886},
      {888, 888},
      {960, 968},
      {970, 977},
      {979, 979},
      {992, 996},
      {998, 998}
    };
    for (int[] range : three) {
      for (int code = range[0]; code <= range[1]; code++) {
        CODES[code] = true;
      }
    }
  }

  private Phones() {}

  /// The group after a number that begins with a calling code in this group, or -1.
  ///
  /// @param skip digits before the code: 0 after a plus, 2 for 00, 3 for 001 or 011
  public static int international(DigitGroups groups, int from, int skip) {
    int offset = groups.offsets[from] + skip;
    if (groups.size(from) < skip || groups.offsets[groups.count] - offset < SHORTEST) {
      return -1;
    }
    int code = code(groups, offset);
    if (code < 0) {
      return -1;
    }
    int most = code == 1 ? 11 : groups.count - from == 1 ? LONGEST : 14;
    int to = from;
    int size = 0;
    while (to < groups.count) {
      int next = groups.offsets[to + 1] - offset;
      boolean stranger =
          to > from
              && ((groups.before[to] == '/' && to > from + 2)
                  || (groups.before[to] == ' ' && Cards.match(groups, to, false) > 0));
      if (next > most || stranger) {
        break;
      }
      size = next;
      to++;
    }
    boolean whole = to == groups.count || groups.before[to] == ' ';
    return size >= (to - from == 1 ? 8 : SHORTEST) && size <= LONGEST && whole ? to : -1;
  }

  private static int code(DigitGroups groups, int offset) {
    int end = groups.offsets[groups.count];
    int number = 0;
    for (int i = offset; i < Math.min(end, offset + 3); i++) {
      number = number * 10 + groups.digits[i];
      if (number == 0) {
        return -1;
      }
      if (CODES[number]) {
        return number;
      }
    }
    return -1;
  }

  /// Reads groups as a number of one country.
  ///
  /// @param bracket whether the first group stands in brackets
  public static Reading national(DigitGroups groups, int from, int to, boolean bracket) {
    int size = groups.digits(from, to);
    int parts = to - from;
    if (parts == 3 && size == 6) {
      return twos(groups, from);
    }
    if (size < SHORTEST || size > 13 || groups.date(from) || years(groups, from, to)) {
      return Reading.NO;
    }
    if (parts == 1) {
      boolean trunk = groups.digits[groups.offsets[from]] == 0;
      return size <= (trunk ? 13 : 12) ? Reading.WITH_NAME : Reading.NO;
    }
    if (bracket && brackets(groups, from, to)) {
      return Reading.YES;
    }
    if (american(groups, from, to)) {
      return groups.separated(from, to, ' ') ? Reading.WITH_WORDS : Reading.YES;
    }
    if (!grouped(groups, from, to)) {
      return Reading.NO;
    }
    boolean trunk = groups.digits[groups.offsets[from]] == 0;
    if (trunk && size >= (parts == 2 ? 10 : 9) && size <= 11 && pairs(groups, from, to)) {
      return Reading.YES;
    }
    return groups.separated(from, to, '.') || size > 12 ? Reading.WITH_NAME : Reading.WITH_WORDS;
  }

  /// 2005-2020
  private static boolean years(DigitGroups groups, int from, int to) {
    return to - from == 2
        && groups.shaped(from, 4, 4)
        && DigitGroups.year(groups.number(from))
        && DigitGroups.year(groups.number(from + 1));
  }

  /// 32 10 00, as in Greenland: three pairs, which a date or a time may be too.
  private static Reading twos(DigitGroups groups, int from) {
    boolean blanks = groups.separated(from, from + 3, ' ');
    if (!groups.shaped(from, 2, 2, 2) || !(blanks || groups.separated(from, from + 3, '-'))) {
      return Reading.NO;
    }
    return blanks ? Reading.WITH_WORDS : Reading.WITH_NAME;
  }

  /// Whether one block of digits may be what somebody is asked to call: not the seconds of a time,
  /// and as long as numbers are.
  public static boolean dialled(DigitGroups groups, int from, int to) {
    int size = groups.digits(from, to);
    boolean seconds = size == 10 && groups.digits[groups.offsets[from]] == 1;
    return size >= 7 && size <= 12 && !seconds;
  }

  /// (37) 788-063, (0)30 5550123
  private static boolean brackets(DigitGroups groups, int from, int to) {
    int area = groups.size(from);
    return groups.before[from + 1] == DigitGroups.CLOSED
        && area >= 2
        && area <= 5
        && !(area == 4 && DigitGroups.year(groups.number(from)))
        && groups.digits(from + 1, to) >= 5
        && to - from <= 5;
  }

  /// 905-674-3793, 1-905-674-3793, 930.167.3943, 1 (905) 674-3793
  private static boolean american(DigitGroups groups, int from, int to) {
    int area = from;
    if (groups.size(from) == 1 && groups.number(from) == 1) {
      area++;
    }
    return to - area == 3
        && groups.shaped(area, 3, 3, 4)
        && groups.digits[groups.offsets[area]] >= 2
        && groups.before[area + 1] != '/'
        && groups.before[area + 2] != '/';
  }

  /// Separators and sizes of groups as people write them: one digit alone at most once, behind the
  /// first; a slash behind the first only; no full stop beside other separators.
  private static boolean grouped(DigitGroups groups, int from, int to) {
    if (to - from > 6) {
      return false;
    }
    int single = 0;
    int dots = 0;
    for (int i = from + 1; i < to; i++) {
      if (groups.before[i] == '/' && i != from + 1) {
        return false;
      }
      single += groups.size(i) == 1 ? 1 : 0;
      dots += groups.before[i] == '.' ? 1 : 0;
    }
    boolean alone = single == 1 && groups.size(from + 1) == 1 && to - from > 2;
    return (single == 0 || alone) && (dots == 0 || dots >= to - from - 2);
  }

  /// No group of one digit, and dots only between pairs: 01.23.45.67.89.
  private static boolean pairs(DigitGroups groups, int from, int to) {
    boolean dots = groups.before[from + 1] == '.';
    for (int i = from; i < to; i++) {
      if (groups.size(i) < 2 || (dots && groups.size(i) != 2)) {
        return false;
      }
    }
    return groups.size(from) <= 5 && groups.digits[groups.offsets[from] + 1] != 0;
  }

  /// The normal form of a number: its digits, and those of an extension behind an x.
  public static String normal(String number) {
    int end = number.length();
    for (int i = 0; i < end; i++) {
      if ((Letters.word(number.charAt(i)) && !Letters.digit(number.charAt(i)))
          || number.charAt(i) == '#') {
        String extension = number.substring(i).replaceAll("\\D", "");
        return extension.isEmpty()
            ? digits(number)
            : digits(number.substring(0, i)) + "x" + extension;
      }
    }
    return digits(number);
  }

  private static String digits(String number) {
    StringBuilder digits = new StringBuilder(number.length());
    boolean skipped = false;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (number.startsWith("(0)", i) && digits.length() > 0 && !skipped) {
        i += 2;
        skipped = true;
      } else if (Letters.digit(c)) {
        digits.append(c);
      }
    }
    boolean plus = number.startsWith("+") || number.startsWith("(+");
    return !plus && digits.length() > 10 && digits.indexOf("00") == 0
        ? digits.substring(2)
        : digits.toString();
  }
}
