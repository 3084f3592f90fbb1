package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.number.DigitGroups;
import dev.metaagent.privacy.detect.number.Extensions;
import dev.metaagent.privacy.detect.number.Phones;
import dev.metaagent.privacy.detect.text.Letters;
import dev.metaagent.privacy.detect.text.Vocabulary;

/// Decides whether groups of digits are a phone number: by their form, and where that says too
/// little, by the words beside them.
final class Calls {

  private final Scan scan;
  private final DigitGroups groups;
  private final Numbers numbers;
  private char[] text = new char[0];
  private int length;

  Calls(Scan scan, DigitGroups groups, Numbers numbers) {
    this.scan = scan;
    this.groups = groups;
    this.numbers = numbers;
  }

  /// The group after a phone number that begins with this group, or -1.
  int match(int from) {
    text = scan.text();
    length = scan.length();
    boolean table = groups.count == DigitGroups.MOST;
    boolean trunk = groups.digits[groups.offsets[from]] == 0 && groups.size(from) > 1;
    if (table || (groups.decimals(from) && !trunk)) {
      return -1;
    }
    int zeros = groups.digits[groups.offsets[from]] != 0 ? 0 : outside(from);
    if (zeros > 0 && groups.count - from > 1) {
      int to = Phones.international(groups, from, zeros);
      boolean enough = to > 0 && groups.digits(from, to) >= zeros + 8;
      if (to > from + 1 && enough && ends(to)) {
        return to;
      }
    }
    return national(from);
  }

  private int national(int from) {
    int start = groups.starts[from];
    boolean bracket = start > 0 && text[start - 1] == '(';
    boolean bare = scan.bareNumber(start, groups.ends[from]);
    for (int to = Math.min(groups.count, from + 6); to > from; to--) {
      if (!groups.edge(to) || !ends(to)) {
        continue;
      }
      Phones.Reading reading = Phones.national(groups, from, to, bracket);
      boolean accepted =
          reading != Phones.Reading.NO && accepted(reading, from, to, bare) && !thing(to);
      if (accepted && (!bare || named(from, to))) {
        return to;
      }
    }
    return -1;
  }

  private boolean accepted(Phones.Reading reading, int from, int to, boolean bare) {
    return switch (reading) {
      case YES -> true;
      case WITH_WORDS -> spoken(from, to) && !house(from, to);
      case WITH_NAME -> named(from, to) || (!bare && asked(from, to));
      case NO -> false;
    };
  }

  private boolean spoken(int from, int to) {
    return ((numbers.words(from) | after(to)) & Vocabulary.SPOKEN) != 0;
  }

  private boolean named(int from, int to) {
    return ((numbers.words(from) | after(to)) & Vocabulary.PHONE) != 0;
  }

  /// Whether somebody is asked to call it.
  private boolean asked(int from, int to) {
    int start = groups.starts[0];
    return start > 0
        && text[start - 1] <= ' '
        && Phones.dialled(groups, from, to)
        && (numbers.near() & Vocabulary.ASKS) != 0;
  }

  /// Whether the words say that it is the number of another thing, such as an order.
  private boolean thing(int to) {
    int near = numbers.near();
    return (near & Vocabulary.THING) != 0
        && (near & Vocabulary.PHONE) == 0
        && (after(to) & Vocabulary.PHONE) == 0;
  }

  private int after(int to) {
    return Vocabulary.after(text, end(to), length);
  }

  /// Whether two groups are rather the numbers of a house and what a street follows.
  private boolean house(int from, int to) {
    if (to - from != 2 || groups.before[from + 1] != ' ') {
      return false;
    }
    int end = end(to);
    int near = numbers.near();
    boolean right = (near & Vocabulary.PHONE) != 0 && (near & Vocabulary.BESIDE) != 0;
    if (right || end + 2 >= length || text[end] != ' ' || (after(to) & Vocabulary.SPOKEN) != 0) {
      return false;
    }
    boolean capital = Character.isUpperCase(text[end + 1]) && Letters.word(text[end + 2]);
    return capital || (Vocabulary.following(text, end, length) & Vocabulary.STREET) != 0;
  }

  /// 001, 011 and 00 lead out of a country.
  private int outside(int from) {
    int offset = groups.offsets[from];
    if (groups.size(from) < 2) {
      return 0;
    }
    if (groups.digits[offset + 1] == 0) {
      return 2;
    }
    boolean american = groups.size(from) == 3 && groups.number(from) == 11;
    return american ? 3 : 0;
  }

  /// Whether a number may end before this group: not before a percent sign, a fraction or the rest
  /// of a longer token.
  boolean ends(int to) {
    text = scan.text();
    length = scan.length();
    int end = groups.ends[to - 1];
    if (end >= length) {
      return true;
    }
    char next = text[end];
    if (next == '%' || next == '€' || next == '°' || next == '_') {
      return false;
    }
    if (next == '.' || next == ',') {
      return end + 1 >= length || !Letters.digit(text[end + 1]);
    }
    if (next != '-') {
      return true;
    }
    int at = end + 1;
    while (at < length && Letters.word(text[at])) {
      if (Letters.digit(text[at])) {
        return Extensions.end(text, length, end) > end;
      }
      at++;
    }
    return true;
  }

  /// The end of a number with its extension.
  int end(int to) {
    return Extensions.end(scan.text(), scan.length(), groups.ends[to - 1]);
  }
}
