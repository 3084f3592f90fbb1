package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.number.Cards;
import dev.metaagent.privacy.detect.number.Checksums;
import dev.metaagent.privacy.detect.number.DigitGroups;
import dev.metaagent.privacy.detect.number.NationalIds;
import dev.metaagent.privacy.detect.number.Phones;
import dev.metaagent.privacy.detect.text.Letters;
import dev.metaagent.privacy.detect.text.Vocabulary;

/// Looks for what is made of digits: cards, phones, social security and national numbers, IPv4
/// addresses. A number that belongs to a longer token, or to a field that holds ids, is none of
/// these.
final class Numbers {

  private final Scan scan;
  private final DigitGroups groups = new DigitGroups();
  private final Calls calls;
  private char[] text = new char[0];
  private int length;
  private int said;
  private int saidFor;
  private int near;

  Numbers(Scan scan) {
    this.scan = scan;
    this.calls = new Calls(scan, groups, this);
  }

  /// Looks at the groups that begin at a digit, and answers where to go on.
  int at(int start) {
    text = scan.text();
    length = scan.length();
    saidFor = -1;
    near = -1;
    groups.read(text, length, start);
    int end = groups.ends[groups.count - 1];
    if (groups.mixed) {
      groups.count--;
      int last = groups.ends[groups.count];
      while (last < length && Letters.joins(text[last])) {
        last++;
      }
      end = groups.count == 0 ? last : groups.starts[groups.count];
    }
    if (groups.count == 0 || groups.offsets[groups.count] < 4) {
      return Math.max(end, start + 1);
    }
    int from = 0;
    while (from < groups.count) {
      if (from > 0 && groups.before[from] != ' ') {
        from++;
        continue;
      }
      int to = match(from);
      from = to > from ? to : from + 1;
    }
    return Math.max(end, start + 1);
  }

  /// Looks at the digits after a plus, and answers where to go on.
  int afterPlus(int plus) {
    text = scan.text();
    length = scan.length();
    int first = plus + 1;
    if (first < length && text[first] == '(') {
      first++;
    }
    if (first >= length || !Letters.digit(text[first]) || (plus > 0 && joined(plus - 1))) {
      return plus + 1;
    }
    groups.read(text, length, first);
    if (groups.mixed) {
      groups.count--;
    }
    if (groups.count > 0) {
      int to = Phones.international(groups, 0, 0);
      if (to > 0 && calls.ends(to)) {
        int begin = plus > 0 && text[plus - 1] == '(' && groups.closes(0, to) ? plus - 1 : plus;
        int end = calls.end(to);
        scan.found(DataClass.PHONE, begin, end);
        return end;
      }
    }
    return first;
  }

  /// Base64 and arithmetic have a plus too.
  private boolean joined(int before) {
    return Letters.joins(text[before]) || text[before] == '/' || text[before] == '+';
  }

  private int match(int from) {
    if (!leftEdge(from) || groups.digits(from, groups.count) < 4) {
      return -1;
    }
    int to = address(from);
    if (to > 0 || scan.holdsIds(groups.starts[from])) {
      return to;
    }
    if (groups.digits(from, groups.count) < 6) {
      return -1;
    }
    to = groups.digits(from, groups.count) < 7 ? -1 : number(from);
    if (to > 0) {
      return to;
    }
    to = calls.match(from);
    return to > 0 ? found(DataClass.PHONE, from, to) : -1;
  }

  private int number(int from) {
    boolean bare = scan.bareNumber(groups.starts[from], groups.ends[from]);
    int longest = groups.digits(from, Math.min(groups.count, from + 5));
    if (longest >= 12) {
      int card = Cards.match(groups, from, (words(from) & Vocabulary.CARD) != 0);
      if (card > 0 && groups.edge(card) && (!bare || (words(from) & Vocabulary.CARD) != 0)) {
        return found(DataClass.CARD, from, card);
      }
    }
    if (longest >= 9) {
      int social = social(from, bare);
      if (social > 0 && groups.edge(social)) {
        return found(DataClass.US_SSN, from, social);
      }
      int national = bare ? -1 : NationalIds.match(groups, from);
      if (national > 0 && groups.edge(national) && !thing(from)) {
        return found(DataClass.NATIONAL_ID, from, national);
      }
    }
    return bare || groups.decimals(from) ? -1 : named(from);
  }

  /// Numbers that count only because a word before them names them.
  private int named(int from) {
    int words = words(from);
    if ((words & Vocabulary.NATIONAL) != 0) {
      int to = NationalIds.named(groups, from);
      if (to > 0 && groups.edge(to)) {
        return found(DataClass.NATIONAL_ID, from, to);
      }
    }
    int size = groups.size(from);
    boolean alone = groups.edge(from + 1) && size >= 7 && size <= 12;
    if (alone && (words & (Vocabulary.PASSPORT | Vocabulary.LICENCE)) != 0) {
      boolean passport = (words & Vocabulary.PASSPORT) != 0;
      return found(passport ? DataClass.PASSPORT : DataClass.DRIVER_LICENCE, from, from + 1);
    }
    return -1;
  }

  private int social(int from, boolean bare) {
    boolean form = groups.shaped(from, 3, 2, 4);
    boolean hyphens = form && groups.separated(from, from + 3, '-');
    boolean labelled = (words(from) & Vocabulary.SSN) != 0;
    if (!hyphens && !(labelled && (form || (groups.size(from) == 9 && !bare)))) {
      return -1;
    }
    int to = form ? from + 3 : from + 1;
    int number = (int) Checksums.number(groups.digits, groups.offsets[from], groups.offsets[to]);
    int area = number / 1_000_000;
    int group = number / 10_000 % 100;
    boolean taxpayer = area >= 900 && group >= 50;
    boolean social = area > 0 && area != 666 && area < 900 && group > 0;
    return (social || taxpayer) && number % 10_000 > 0 ? to : -1;
  }

  private int address(int from) {
    if (groups.count - from < 4
        || !groups.separated(from, from + 4, '.')
        || (from + 4 < groups.count && groups.before[from + 4] == '.')) {
      return -1;
    }
    boolean called =
        (near() & (Vocabulary.PHONE | Vocabulary.DIAL)) != 0 && (words(from) & Vocabulary.IP) == 0;
    if (called) {
      return -1;
    }
    int sum = 0;
    int wide = 0;
    for (int i = from; i < from + 4; i++) {
      boolean zero = groups.size(i) > 1 && groups.digits[groups.offsets[i]] == 0;
      if (groups.size(i) > 3 || groups.number(i) > 255 || zero) {
        return -1;
      }
      sum += groups.number(i);
      wide += groups.number(i) > 9 ? 1 : 0;
    }
    // four small numbers are rather a version than an address
    boolean small = sum < 200 && wide < 3 && !inAddress(from);
    int first = groups.number(from);
    int words = words(from);
    boolean version = (words & Vocabulary.VERSION) != 0 || versionEdge(groups.starts[from]);
    boolean labelled = (words & Vocabulary.IP) != 0;
    if (first == 0 || first == 127 || first == 255 || version || (small && !labelled)) {
      return from + 4;
    }
    scan.found(DataClass.IP_ADDRESS, groups.starts[from], groups.ends[from + 3]);
    return from + 4;
  }

  /// //10.0.0.5, 10.0.0.5:80
  private boolean inAddress(int from) {
    int start = groups.starts[from];
    int end = groups.ends[from + 3];
    boolean port = end + 1 < length && text[end] == ':' && Letters.digit(text[end + 1]);
    return port || (start > 1 && text[start - 1] == '/' && text[start - 2] == '/');
  }

  /// Chrome/120.0.0.0, v1.2.3.4, ==1.2.3.4
  private boolean versionEdge(int start) {
    if (start == 0) {
      return false;
    }
    char before = text[start - 1];
    char second = start > 1 ? text[start - 2] : ' ';
    return (before == '/' && second != '/') || (before == '=' && "=<>~!".indexOf(second) >= 0);
  }

  /// What the nearest words before all the groups say.
  int near() {
    if (near < 0) {
      near = Vocabulary.near(text, groups.starts[0]);
    }
    return near;
  }

  private boolean thing(int from) {
    return (near() & Vocabulary.THING) != 0 && (words(from) & Vocabulary.NATIONAL) == 0;
  }

  /// What the words before a group and the name of the field say.
  int words(int from) {
    if (saidFor != from) {
      said = Vocabulary.before(text, groups.starts[from]) | scan.hints();
      saidFor = from;
    }
    return said;
  }

  private int found(DataClass kind, int from, int to) {
    int start = groups.starts[from];
    boolean phone = kind == DataClass.PHONE;
    boolean bracket = phone && start > 0 && text[start - 1] == '(' && groups.closes(from, to);
    int end = phone ? calls.end(to) : groups.ends[to - 1];
    scan.found(kind, bracket ? start - 1 : start, end);
    return to;
  }

  private boolean leftEdge(int from) {
    int start = groups.starts[from];
    if (from > 0 || start == 0) {
      return true;
    }
    char before = text[start - 1];
    if (before == '-' || before == '.' || before == ':') {
      char second = start > 1 ? text[start - 2] : ' ';
      boolean glued = Letters.word(second);
      return before == ':' ? !Letters.digit(second) : !glued || label(start - 1);
    }
    return before != '_' && before != '$' && before != '€' && before != '£' && before != '~';
  }

  /// Fax-030 5550123
  private boolean label(int end) {
    int from = end;
    while (from > 0 && Letters.word(text[from - 1])) {
      from--;
    }
    return (Vocabulary.field(text, from, end) & (Vocabulary.PHONE | Vocabulary.CARD)) != 0;
  }
}
