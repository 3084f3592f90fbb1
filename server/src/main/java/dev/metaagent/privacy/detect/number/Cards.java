package dev.metaagent.privacy.detect.number;

/// Payment cards: the first digits and the length of a brand, and the check digit.
public final class Cards {

  /// first digits from, to, shortest, longest
  private static final int[][] BRANDS = {
    {4000, 4999, 13, 19},
    {5100, 5599, 16, 16},
    {2221, 2720, 16, 16},
    {3400, 3499, 15, 15},
    {3700, 3799, 15, 15},
    {3000, 3059, 14, 14},
    {3095, 3095, 14, 14},
    {3600, 3699, 14, 14},
    {3800, 3999, 14, 14},
    {6011, 6011, 16, 19},
    {6440, 6599, 16, 19},
    {3500, 3599, 16, 19},
    {2131, 2131, 15, 15},
    {1800, 1800, 15, 15},
    {2200, 2204, 16, 19},
    {6200, 6299, 16, 19},
    {5000, 5099, 12, 19},
    {5600, 5899, 12, 19},
    {6000, 6999, 12, 19},
    {604, 604, 12, 19},
  };

  private Cards() {}

  /// The group after a card that begins with this one, or -1.
  ///
  /// @param labelled whether a word nearby speaks of a card
  public static int match(DigitGroups groups, int from, boolean labelled) {
    int last = Math.min(groups.count, from + 5);
    for (int to = last; to > from; to--) {
      int size = groups.digits(from, to);
      if (size < 12 || size > 19 || !shaped(groups, from, to)) {
        continue;
      }
      boolean weak =
          size < 14 || (to - from == 1 && size == 14) || groups.digits[groups.offsets[from]] == 0;
      int offset = groups.offsets[from];
      if ((!weak || labelled)
          && brand(groups.digits, offset, size)
          && Checksums.luhn(groups.digits, offset, offset + size)
          && varied(groups.digits, offset, size)) {
        return to;
      }
    }
    return -1;
  }

  private static boolean shaped(DigitGroups groups, int from, int to) {
    int parts = to - from;
    if (parts == 1) {
      return true;
    }
    char separator = groups.before[from + 1];
    if ((separator != ' ' && separator != '-' && separator != '.')
        || !groups.separated(from, to, separator)) {
      return false;
    }
    if (parts == 3) {
      return groups.shaped(from, 4, 6, 5) || groups.shaped(from, 4, 6, 4);
    }
    for (int i = from; i < to - 1; i++) {
      if (groups.size(i) != 4) {
        return false;
      }
    }
    return parts >= 4 && groups.size(to - 1) <= 4;
  }

  private static boolean brand(byte[] digits, int offset, int size) {
    int first = (int) Checksums.number(digits, offset, offset + 4);
    for (int[] brand : BRANDS) {
      if (first >= brand[0] && first <= brand[1] && size >= brand[2] && size <= brand[3]) {
        return true;
      }
    }
    return false;
  }

  private static boolean varied(byte[] digits, int offset, int size) {
    for (int i = 1; i < size; i++) {
      if (digits[offset + i] != digits[offset]) {
        return true;
      }
    }
    return false;
  }
}
